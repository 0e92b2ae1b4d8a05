#include "interface/onset_result.hpp"

namespace lacuna::interface {

// Which detector it is of is known from its place.
void OnsetResult::save(kmc::Writer& w) const {
  w.put(applicable);
  w.put(detected);
  w.put(censored);
  for (const OnsetNumber& number : onset_numbers) w.put(number.get(*this));
}

void OnsetResult::load(kmc::Reader& r) {
  r.get(applicable);
  r.get(detected);
  censored = r.get_within(Censored::no, Censored::right);
  for (const OnsetNumber& number : onset_numbers) {
    const auto value = r.get<double>();
    if (!number.allows(value)) r.refuse("holds a number that cannot be");
    number.set(*this, value);
  }
}

}  // namespace lacuna::interface
