#include "cell/sources.hpp"

#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "core/error.hpp"
#include "interface/patch.hpp"
#include "interface/theory.hpp"
#include "interface/vacancy_entropy.hpp"

namespace lacuna::cell {
namespace {

void check_known(const interface::Case& c) {
  if (!interface::has_bonds(c.metal))
    throw InputError("voids need bonds: metal.bonds_eV are 0, so that vacancies do not cluster");
  if (c.metal.sinks)
    throw InputError(
        "metal.sinks are those of a box; what is computed without it knows only cell.sinks, by "
        "their density: give those, and leave metal.sinks out");
  if (!c.metal.table.entries.empty())
    throw InputError(
        "the rate at which vacancies join a void is computed from barriers of classes; leave out "
        "the barrier table, or use a direct run");
  if (c.metal.law != interface::RateLaw::symmetric)
    throw InputError(
        "the rate at which vacancies join a void is computed by the symmetric law; use "
        "metal.hop.law: symmetric, or a direct run");
}

nucleation::Hop hop(const interface::HopClass& h) { return {h.barrier, h.attempt_frequency}; }

nucleation::Hops hops(const interface::Case& c) {
  return {hop(c.metal.hop), hop(c.ceramic.lateral), hop(c.ceramic.injection)};
}

// Attempts are as many more as the clock says.
nucleation::VoidCounts with_clock(nucleation::VoidCounts counts, double factor) {
  for (nucleation::Estimate& f : counts.attachment) {
    f.value *= factor;
    f.error *= factor;
  }
  return counts;
}

}  // namespace

Counting counting(const interface::Case& c, nucleation::Region region, Around around) {
  check_known(c);
  Counting what{.at = interface::void_conditions(c, region), .hops = hops(c)};
  if (around == Around::box && region == nucleation::Region::wall)
    what.box = nucleation::Box{c.metal.cells, interface::total_layers(c)};
  return what;
}

Source source(const interface::Case& c, nucleation::Region region, nucleation::VoidCounts counts) {
  const nucleation::Conditions at = counting(c, region).at;
  counts = with_clock(std::move(counts), c.clock_factor);
  nucleation::Voids voids(at, counts);
  return {at, std::move(counts), std::move(voids)};
}

// The wall, the metal, and the wall of every other class of sites.
std::vector<Counting> countings(const interface::Case& c, Around around) {
  using nucleation::Region;
  std::vector<Counting> list{counting(c, Region::wall, around), counting(c, Region::bulk, around)};
  const std::vector<interface::AlikeSites> classes = interface::alike_sites(c);
  for (std::size_t n = 1; n < classes.size(); ++n)
    list.push_back(counting(classes[n].values, Region::wall, around));
  return list;
}

Sources sources(const interface::Case& c, std::vector<nucleation::VoidCounts> counts) {
  using nucleation::Region;
  Sources found{source(c, Region::wall, std::move(counts[0])),
                source(c, Region::bulk, std::move(counts[1]))};
  const std::vector<interface::AlikeSites> classes = interface::alike_sites(c);
  for (std::size_t n = 1; n < classes.size(); ++n)
    found.patches.push_back(
        {source(classes[n].values, Region::wall, std::move(counts[n + 1])), classes[n].share});
  return found;
}

Sources count_sources(const interface::Case& c, const nucleation::Cache& cache,
                      const nucleation::Effort& effort, Around around) {
  std::vector<nucleation::VoidCounts> counts;
  for (const Counting& what : countings(c, around))
    counts.push_back(cache.count_voids(what.at, what.hops, effort, 6, what.box));
  return sources(c, std::move(counts));
}

Sources Sources::extrapolated(int largest) const {
  Sources further = *this;
  const auto extend = [&](Source& source) { source.voids = source.voids.extrapolated(largest); };
  extend(further.wall);
  extend(further.bulk);
  for (PatchSource& patch : further.patches) extend(patch.wall);
  return further;
}

double Sources::rest() const {
  return std::accumulate(patches.begin(), patches.end(), 1.0,
                         [](double left, const PatchSource& p) { return left - p.share; });
}

const Source& Sources::busiest_wall(double fugacity) const {
  if (patches.empty()) return wall;
  const Source* busiest = &wall;
  double most = -std::numeric_limits<double>::infinity();
  each_wall([&](const Source& each, double share) {
    const double births = std::log(share) + each.voids.birth_sum(fugacity).ln_rate;
    if (births <= most) return;
    most = births;
    busiest = &each;
  });
  return *busiest;
}

}  // namespace lacuna::cell
