#include "app/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/constants.hpp"
#include "interface/imposed_current.hpp"

namespace lacuna::app {

bool onset_ends(const interface::Case& c) {
  return c.stop != interface::Stop::end && interface::seeks_onset(c.current);
}

void ProgressLine::operator()(const interface::Progress& progress) {
  if (line_.silent()) return;
  const Mark now{Clock::now(), progress.hops, progress.fraction};
  if (!first_) {
    first_ = shown_ = now;
    return;
  }
  if (!line_.due()) return;

  const auto seconds_since = [&now](const Mark& mark) {
    return std::chrono::duration<double>(now.when - mark.when).count();
  };
  const double speed = static_cast<double>(now.hops - shown_->hops) / seconds_since(*shown_);
  std::optional<double> remaining;
  const double gained = now.fraction - first_->fraction;
  if (!onset_ends_it_ && gained > 0)
    remaining = seconds_since(*first_) * (1 - now.fraction) / gained;
  shown_ = now;
  line_.show(progress_text(progress, speed, remaining));
}

std::string progress_text(const interface::Progress& progress, double speed,
                          std::optional<double> remaining) {
  std::string text =
      fmt::format("{:.2e} s  {:.3g} mA/cm2  coverage {:.4f}  {:.2f} ML", progress.time,
                  progress.density / constants::mA_per_cm2, progress.coverage, progress.monolayers);
  if (remaining) add_if_it_fits(text, fmt::format("up to {} left", duration_text(*remaining)));
  if (progress.fraction > 0)
    add_if_it_fits(text,
                   fmt::format("{:.0f} %", std::floor(100 * std::min(progress.fraction, 1.0))));
  add_if_it_fits(text, fmt::format("{:.2f} Mhops/s", speed / 1e6));
  return text;
}

}  // namespace lacuna::app
