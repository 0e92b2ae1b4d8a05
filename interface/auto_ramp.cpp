#include "interface/auto_ramp.hpp"

#include <fmt/format.h>

#include <charconv>
#include <string>

#include "core/constants.hpp"
#include "interface/theory.hpp"

namespace lacuna::interface {
namespace {

// As a reader of three digits in mA/cm2 (or that per second) has it, bit for bit.
double three_digits(double internal) {
  const std::string text = fmt::format("{:.2e}", internal / constants::mA_per_cm2);
  double value = 0.0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value * constants::mA_per_cm2;
}

}  // namespace

const AutoRamp* automatic_ramp(const Protocol& current) {
  const auto* ramp = std::get_if<Ramp>(&current);
  return ramp && ramp->automatic ? &*ramp->automatic : nullptr;
}

double charge_rate(const Case& c, double scale) {
  return scale * scale * site_area(c.metal) / automatic_ramp(c.current)->monolayers_per_e_fold;
}

Ramp ramp_around(const Case& c, double scale, double rate) {
  constexpr double reach = 8.0;
  return {three_digits(scale / reach), three_digits(scale * reach), three_digits(rate),
          std::get<Ramp>(c.current).hold};
}

Case with_ramp(Case c, const Ramp& ramp) {
  auto& own = std::get<Ramp>(c.current);
  own = {ramp.from, ramp.to, ramp.rate, own.hold};
  return c;
}

Case with_expected_ramp(const Case& c) {
  const AutoRamp* const automatic = automatic_ramp(c.current);
  if (!automatic) return c;
  Case reference = c;
  if (automatic->convention == RampConvention::fixed)
    reference.temperature = automatic->reference_temperature;
  return with_ramp(
      c, ramp_around(c, predicted_density(c), charge_rate(c, predicted_density(reference))));
}

}  // namespace lacuna::interface
