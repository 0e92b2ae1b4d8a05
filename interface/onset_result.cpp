#include "interface/onset_result.hpp"

namespace lacuna::interface {

// Which detector it is of is known from its place.
void OnsetResult::save(kmc::Writer& w) const {
  for (const OnsetAnswer& answer : onset_answers) w.put(answer.get(*this));
  for (const OnsetNumber& number : onset_numbers) w.put(number.get(*this));
}

void OnsetResult::load(kmc::Reader& r) {
  for (const OnsetAnswer& answer : onset_answers)
    answer.set(*this, r.get_within<std::uint8_t>(0, answer.most));
  for (const OnsetNumber& number : onset_numbers) {
    const auto value = r.get<double>();
    if (!number.allows(value)) r.refuse("holds a number that cannot be");
    number.set(*this, value);
  }
}

}  // namespace lacuna::interface
