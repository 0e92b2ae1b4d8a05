#include "cell/prior_shifts.hpp"

#include <cmath>
#include <limits>
#include <optional>

#include "cell/cell.hpp"
#include "core/error.hpp"
#include "interface/patch.hpp"
#include "nucleation/reweighting.hpp"

namespace lacuna::cell {
namespace {

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

  [[nodiscard]] double ln_onset(const interface::Case& c) const {
    const std::optional<Moment> moment = onset_of(c);
    return moment ? std::log(moment->trend) : std::numeric_limits<double>::infinity();
  }

 private:
  [[nodiscard]] std::optional<Moment> onset_of(const interface::Case& c) const try {
    if (sources_ == nullptr) return onset(c, design_, nullptr, stop_);
    Sources sources{source(c, sources_->wall, nucleation::Region::wall, *wall_),
                    source(c, sources_->bulk, nucleation::Region::bulk, *bulk_)};
    const std::vector<interface::AlikeSites> classes = interface::alike_sites(c);
    for (std::size_t n = 0; n < sources_->patches.size(); ++n)
      sources.patches.push_back({source(classes[n + 1].values, sources_->patches[n].wall,
                                        nucleation::Region::wall, *wall_),
                                 sources_->patches[n].share});
    return onset(c, design_, &sources, stop_);
  } catch (const SystemFailure&) {
    throw;
  } catch (const Error&) {
    return std::nullopt;
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
  const double here = varied.ln_onset(c);
  if (std::isinf(here)) return {};
  std::vector<double> shifts;
  for (const Deviates& each : deviates(prior.draws)) {
    try {
      shifts.push_back(varied.ln_onset(drawn(c, prior, each)) - here);
    } catch (const InputError&) {
      shifts.push_back(std::numeric_limits<double>::infinity());
    }
  }
  return shifts;
}

}  // namespace lacuna::cell
