#include "cell/sources.hpp"

#include <utility>

#include "core/error.hpp"
#include "interface/site_classes.hpp"
#include "interface/theory.hpp"
#include "interface/vacancy_entropy.hpp"

namespace lacuna::cell {
namespace {

void check_known(const interface::Case& c) {
  if (!interface::has_bonds(c.metal))
    throw InputError("voids need bonds: metal.bonds_eV are 0, so that vacancies make none");
  if (interface::has_site_classes(c.ceramic))
    throw InputError(
        "voids are counted at an interface whose sites are all alike; leave out the classes of "
        "sites, or use a direct run");
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

Sources count_sources(const interface::Case& c, const nucleation::Cache& cache,
                      const nucleation::Effort& effort, Around around) {
  const auto counted = [&](nucleation::Region region) {
    const Counting what = counting(c, region, around);
    return source(c, region, cache.count_voids(what.at, what.hops, effort, 6, what.box));
  };
  return {counted(nucleation::Region::wall), counted(nucleation::Region::bulk)};
}

}  // namespace lacuna::cell
