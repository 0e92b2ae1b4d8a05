#include "cell/prior_shifts.hpp"

#include <cmath>
#include <limits>
#include <optional>
#include <variant>

#include "cell/cell.hpp"
#include "core/error.hpp"
#include "interface/patch.hpp"
#include "nucleation/reweighting.hpp"

namespace lacuna::cell {
namespace {

// With currents far beyond what the draws of a metal that is known at all shift an onset by; none
// where the current does not only rise.
std::optional<Design> going_on(Design design) {
  constexpr double much = 1e4;
  if (auto* const stairs = std::get_if<Staircase>(&design.protocol))
    stairs->to *= much;
  else if (auto* const ramp = std::get_if<Ramp>(&design.protocol))
    ramp->to *= much;
  else
    return {};
  return design;
}

// ln j of a case whose voids are those of another, at other energies.
class Varied {
 public:
  Varied(const interface::Case& c, const Design& design, const Sources* sources,
         const std::stop_token& stop)
      : case_(c), design_(design), sources_(sources), stop_(stop) {
    if (sources_ == nullptr) return;
    wall_.emplace(sources_->wall.at.normal);
    bulk_.emplace(sources_->bulk.at.normal);
  }

  /// Infinite: not within the protocol. Throws Error where that is not known.
  [[nodiscard]] double ln_onset(const interface::Case& c) const {
    const std::optional<Moment> moment = onset_of(c, design_);
    return moment ? std::log(moment->trend) : std::numeric_limits<double>::infinity();
  }
  /// The same, where a current that rises goes on beyond its end, and minus infinity where a void
  /// is born on the first step of a staircase, as it might be at less. Not a number: not known.
  [[nodiscard]] double ln_onset_going_on(const interface::Case& c) const try {
    const std::optional<Moment> within = onset_of(c, design_);
    if (!within) return ln_onset_beyond(c);
    const auto* const stairs = std::get_if<Staircase>(&design_.protocol);
    const bool on_first_step =
        sources_ != nullptr && stairs != nullptr && within->density <= stairs->from;
    return on_first_step ? -std::numeric_limits<double>::infinity() : std::log(within->trend);
  } catch (const SystemFailure&) {
    throw;
  } catch (const Error&) {
    return std::numeric_limits<double>::quiet_NaN();
  }

 private:
  // Infinite where it is not known: the protocol as it is has none.
  [[nodiscard]] double ln_onset_beyond(const interface::Case& c) const try {
    const std::optional<Design> longer = going_on(design_);
    const std::optional<Moment> moment = longer ? onset_of(c, *longer) : std::nullopt;
    return moment ? std::log(moment->trend) : std::numeric_limits<double>::infinity();
  } catch (const SystemFailure&) {
    throw;
  } catch (const Error&) {
    return std::numeric_limits<double>::infinity();
  }
  [[nodiscard]] std::optional<Moment> onset_of(const interface::Case& c,
                                               const Design& design) const {
    if (sources_ == nullptr) return onset(c, design, nullptr, stop_);
    Sources sources{source(c, sources_->wall, nucleation::Region::wall, *wall_),
                    source(c, sources_->bulk, nucleation::Region::bulk, *bulk_)};
    const std::vector<interface::AlikeSites> classes = interface::alike_sites(c);
    for (std::size_t n = 0; n < sources_->patches.size(); ++n)
      sources.patches.push_back({source(classes[n + 1].values, sources_->patches[n].wall,
                                        nucleation::Region::wall, *wall_),
                                 sources_->patches[n].share});
    return onset(c, design, &sources, stop_);
  }
  [[nodiscard]] Source source(const interface::Case& c, const Source& known,
                              nucleation::Region region, const nucleation::Shapes& shapes) const {
    const nucleation::Conditions to = counting(c, region).at;
    nucleation::VoidCounts counts = nucleation::reweighted(known.counts, known.at, to, shapes);
    const double faster = c.clock_factor / case_.clock_factor;
    for (nucleation::Estimate& f : counts.attachment) f = {f.value * faster, f.error * faster};
    nucleation::Voids voids(to, counts);
    return {to, std::move(counts), std::move(voids)};
  }

  const interface::Case& case_;
  const Design& design_;
  const Sources* sources_;
  const std::stop_token& stop_;
  std::optional<nucleation::Shapes> wall_, bulk_;
};

}  // namespace

std::vector<double> prior_shifts(const interface::Case& c, const Design& design,
                                 const Sources* sources, const Prior& prior,
                                 const std::stop_token& stop) {
  if (prior.draws == 0) return {};
  const Varied varied(c, design, sources, stop);
  double here = 0.0;
  try {
    here = varied.ln_onset(c);
  } catch (const SystemFailure&) {
    throw;
  } catch (const Error&) {
    return {};
  }
  if (std::isinf(here)) return {};
  std::vector<double> shifts;
  for (const Deviates& each : deviates(prior.draws)) {
    try {
      shifts.push_back(varied.ln_onset_going_on(drawn(c, prior, each)) - here);
    } catch (const InputError&) {
      shifts.push_back(std::numeric_limits<double>::quiet_NaN());
    }
  }
  return shifts;
}

}  // namespace lacuna::cell
