#include "io/results/prefactor_words.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/constants.hpp"
#include "ensemble/absolute_current.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {
std::string prefactor_words(double lowest, double highest, double temperature,
                            const std::string& wanted) {
  using ensemble::frequency_uncertainty;
  const double thermal = 1 / ensemble::inverse_thermal_energy(temperature);
  const auto factor = [](double s) { return fmt::format("{:.2g}", s); };
  const auto barrier = [&](double s) { return fmt::format("{:+.2f}", -thermal * std::log(s)); };
  const std::string change = fmt::format(
      "For {} all attempt frequencies would have to be multiplied by {}; barriers could do the "
      "same only by "
      "{} eV, which E_A would show.",
      wanted, range_text(factor(lowest), factor(highest)),
      range_text(barrier(highest), barrier(lowest)));
  const bool open = lowest >= 1 / frequency_uncertainty && highest <= frequency_uncertainty;
  return change + (open ? " Attempt frequencies are known to a factor of three: that much is open."
                        : " That is no statement about attempt frequencies, which are known to a "
                          "factor of three: with bonds the thickness, time and area of a cell "
                          "change currents by as much (section `cell` of a study).");
}

std::string self_diffusion_words(const std::optional<interface::SelfDiffusion>& found,
                                 double temperature) {
  if (!found)
    return "none of the model: without bonds, or a reservoir, its metal has no vacancies of its "
           "own";
  return fmt::format(
      "c_eq D_v f = {:.2g} cm2/s at {:g} K, {:.2g} times the {:.2g} cm2/s measured in {}",
      found->model / constants::cm2, temperature, found->ratio(), found->measured / constants::cm2,
      found->metal);
}

}  // namespace lacuna::io
