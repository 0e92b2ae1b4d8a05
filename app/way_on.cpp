#include "app/way_on.hpp"

#include <new>
#include <system_error>

#include "core/error.hpp"

namespace lacuna::app {

Status with_way_on(const std::string& way_on, const std::function<Status()>& act) {
  try {
    return act();
  } catch (const SystemFailure& problem) {
    throw SystemFailure(problem.what() + ('\n' + way_on));
  } catch (const std::system_error& problem) {
    throw SystemFailure(problem.what() + ('\n' + way_on));
  } catch (const std::bad_alloc&) {
    throw SystemFailure("out of memory; a smaller slab needs less (lacuna check says how much)\n" +
                        way_on);
  }
}

}  // namespace lacuna::app
