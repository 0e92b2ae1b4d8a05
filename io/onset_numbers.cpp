#include "io/onset_numbers.hpp"

#include <string>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {

using Told = interface::OnsetNumber::Told;

double told(const interface::OnsetNumber& number, const interface::OnsetResult& onset) {
  const double value = number.get(onset);
  switch (number.told) {
    case Told::current_density: return in_unit(value, constants::mA_per_cm2);
    case Told::rest_of_one: return 1 - value;
    default: return value;
  }
}

void take(const interface::OnsetNumber& number, const std::optional<double>& value,
          interface::OnsetResult& onset) {
  if (!value) return number.set(onset, 0.0);
  if (!number.allows(*value))
    throw InputError(std::string("an onset has a ") + number.name + " that cannot be");
  switch (number.told) {
    case Told::current_density: return number.set(onset, *value * constants::mA_per_cm2);
    case Told::rest_of_one: return number.set(onset, 1 - *value);
    default: return number.set(onset, *value);
  }
}

}  // namespace lacuna::io
