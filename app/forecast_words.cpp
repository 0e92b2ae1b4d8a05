#include "app/forecast_words.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include "io/store/series.hpp"

namespace lacuna::app {

using ensemble::ForecastBasis;

std::string basis_words(const ensemble::PointForecast& forecast) {
  const ensemble::RunForecast& run = forecast.run.value();
  switch (forecast.basis()) {
    case ForecastBasis::whole:
      return forecast.pilot ? "counted in a run to its end, on the ramp of a pilot's first runs"
                            : "counted in a run to its end";
    case ForecastBasis::faster:
      return fmt::format("from runs on ramps {:g} times as fast and more", run.least_haste());
    case ForecastBasis::guess: return "roughly: from runs on a ramp that a pilot may yet move";
    case ForecastBasis::share: break;
  }
  return fmt::format("from the first {:.2g} % of its charge, if it has no onset before its end",
                     100 * run.share());
}

double peak_memory() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  constexpr double kibibyte = 1024.0;
  return kibibyte * static_cast<double>(used.ru_maxrss);
}

double bytes_of(double samples, const interface::Sample& like) {
  constexpr double others = 12e3;  // input, summary, log and timing
  return others + samples * static_cast<double>(io::bytes_of(like));
}

}  // namespace lacuna::app
