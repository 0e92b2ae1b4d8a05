#pragma once

#include <string>

#include "core/error.hpp"
#include "interface/case.hpp"

namespace lacuna::test {

/// What validate says of a case; empty: nothing.
inline std::string refusal(const interface::Case& c) {
  try {
    interface::validate(c);
  } catch (const InputError& e) {
    return e.what();
  }
  return "";
}

}  // namespace lacuna::test
