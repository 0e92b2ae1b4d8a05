#include "io/trajectory/snapshot.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "interface/observer.hpp"

namespace lacuna::io {

using lattice::Cell;
using lattice::Slab;

namespace {

/// How many 1NN and 2NN sites of a layer's sites exist: none below layer 0.
lattice::VacantNeighbours sites_around(const Slab& slab, int layer) {
  lattice::VacantNeighbours count;
  for (int d = 0; d < lattice::neighbour_count; ++d) {
    if (layer + slab.steps()[static_cast<std::size_t>(d)].k < 0) continue;
    ++(d < lattice::nn1_count ? count.nn1 : count.nn2);
  }
  return count;
}

}  // namespace

Snapshot::Snapshot(const TrajectoryHeader& header, const Slab& slab,
                   std::vector<std::uint8_t> patches)
    : connectivity_(header.connectivity), occupation_(slab), patches_(std::move(patches)) {
  for (int k = 0; k < slab.layers(); ++k) around_.push_back(sites_around(slab, k));
}

// The vacancies are numbered as they stand in the frame.
void Snapshot::show(Frame frame) {
  frame_ = std::move(frame);
  while (occupation_.vacancies() > 0) occupation_.fill({occupation_.vacancies() - 1});
  for (const std::uint64_t site : frame_.sites) occupation_.vacate(slab().nth(site));
  clusters_ = lattice::find_clusters(occupation_, connectivity_);
  number_clusters();
}

// Single vacancies are 0; equals come in the order of their first site.
void Snapshot::number_clusters() {
  const auto& list = clusters_.list;
  std::vector<std::uint32_t> order;
  for (std::uint32_t c = 0; c < list.size(); ++c)
    if (list[c].size > 1) order.push_back(c);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return list[a].size > list[b].size; });
  numbers_.assign(list.size(), 0);
  for (std::uint32_t n = 0; n < order.size(); ++n) numbers_[order[n]] = n + 1;
}

Particle Snapshot::particle(std::uint64_t site) const {
  Particle p;
  p.id = site + 1;
  p.cell = slab().nth(site);
  p.position = slab().position(p.cell);
  const auto& sites = around_[static_cast<std::size_t>(p.cell.k)];
  const auto vacant = occupation_.vacant_neighbours(slab().site(p.cell));
  p.nn1 = sites.nn1 - vacant.nn1;
  p.nn2 = sites.nn2 - vacant.nn2;
  p.patch = site < patches_.size() ? patches_[site] : 0;
  return p;
}

Particle Snapshot::vacancy(std::size_t n) const {
  Particle p = particle(frame_.sites[n]);
  p.vacant = true;
  p.cluster = numbers_[clusters_.label[n]];
  p.cluster_size = clusters_.list[clusters_.label[n]].size;
  if (!frame_.paths.empty()) p.path = frame_.paths[n];
  return p;
}

std::vector<std::uint64_t> Snapshot::atoms_near_voids() const {
  std::vector<std::uint64_t> atoms;
  for (std::size_t n = 0; n < frame_.sites.size(); ++n) {
    if (clusters_.list[clusters_.label[n]].size < interface::void_size) continue;
    const Cell cell = slab().nth(frame_.sites[n]);
    for (int d = 0; d < lattice::neighbour_count; ++d) {
      const Cell neighbour = slab().neighbour(cell, d);
      if (neighbour.k < 0 || neighbour.k >= slab().layers() ||
          occupation_.vacant(slab().site(neighbour)))
        continue;
      atoms.push_back(slab().number(neighbour));
    }
  }
  std::sort(atoms.begin(), atoms.end());
  atoms.erase(std::unique(atoms.begin(), atoms.end()), atoms.end());
  return atoms;
}

void Snapshot::visit(const Selection& selection, const Use& use) const {
  const auto offer = [&](const Particle& p) {
    if (selection.region.holds(p.position)) use(p);
  };
  std::size_t next = 0;  // vacancy not yet offered
  const auto vacancies_below = [&](std::uint64_t site) {
    for (; next < frame_.sites.size() && frame_.sites[next] < site; ++next) offer(vacancy(next));
  };
  if (selection.sites == FrameSites::all) {
    for (std::uint64_t site = 0; site < slab().sites(); ++site) {
      vacancies_below(site);
      if (next == frame_.sites.size() || frame_.sites[next] != site) offer(particle(site));
    }
  } else if (selection.sites == FrameSites::near_voids) {
    for (const std::uint64_t site : atoms_near_voids()) {
      vacancies_below(site);
      offer(particle(site));
    }
  }
  vacancies_below(slab().sites());
}

std::uint64_t Snapshot::count(const Selection& selection) const {
  if (selection.sites == FrameSites::vacancies && selection.region.everywhere())
    return frame_.sites.size();
  if (selection.sites == FrameSites::all && selection.region.everywhere()) return slab().sites();
  std::uint64_t n = 0;
  visit(selection, [&n](const Particle&) { ++n; });
  return n;
}

}  // namespace lacuna::io
