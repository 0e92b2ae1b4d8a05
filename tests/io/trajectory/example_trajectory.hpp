#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "core/constants.hpp"
#include "io/trajectory/trajectory_reader.hpp"
#include "io/trajectory/trajectory_writer.hpp"
#include "lattice/clusters.hpp"
#include "tests/temporary_directory.hpp"

namespace lacuna::test {

inline constexpr lattice::Normal all_normals[] = {lattice::Normal::n110, lattice::Normal::n100,
                                                  lattice::Normal::n111};

/// A lattice to put vacancies into, and the sample that a run would show with it.
struct Scene {
  explicit Scene(lattice::Normal normal = lattice::Normal::n110)
      : slab(normal, 4.29, {6, 5}, 9), occupation(slab) {
    input.values.metal.normal = normal;
    input.values.metal.cells = {6, 5};
    input.values.metal.layers = 9;
    input.trajectory.emplace();
  }
  void vacate(const lattice::Cell& c) { occupation.vacate(slab.wrap(c)); }
  /// A site and some of its neighbours.
  void cluster(const lattice::Cell& from, int neighbours) {
    vacate(from);
    for (int d = 0; d < lattice::neighbour_count && neighbours > 0; ++d) {
      const lattice::Cell to = slab.neighbour(from, d);
      if (to.k < 0 || to.k >= slab.layers() || occupation.vacant(slab.site(to))) continue;
      occupation.vacate(to);
      --neighbours;
    }
  }
  /// A triple at the interface, a pair above, a single one, in an order that is not that of the
  /// sites.
  void fill() {
    cluster({1, 1, 5}, 1);
    vacate({4, 3, 8});
    cluster({2, 3, 0}, 2);
  }
  /// Twelve vacancies around a site on the edge of the box, so that it crosses both sides.
  void add_void() { cluster({0, 0, 4}, 11); }

  [[nodiscard]] lattice::Clusters clusters() const {
    return lattice::find_clusters(occupation, lattice::Connectivity::nn1_nn2);
  }
  [[nodiscard]] interface::Sample at(double monolayers) {
    interface::Sample sample;
    sample.index = static_cast<std::uint64_t>(std::abs(100 * monolayers));
    sample.time = 1.234e-8 * (1 + monolayers);
    sample.density = (2e5 + 1e3 * monolayers) * constants::mA_per_cm2;
    sample.monolayers = monolayers;
    sample.coverage = 0.25;
    sample.events.bulk = static_cast<std::uint64_t>(std::abs(1e6 * monolayers));
    if (input.values.paths) sample.paths = paths();
    return sample;
  }
  /// Ways that have crossed the box v times along x.
  std::span<const interface::VacancyPath> paths() {
    paths_.clear();
    for (std::uint32_t v = 0; v < occupation.vacancies(); ++v)
      paths_.push_back({1000 + v, occupation.cell({v}) +
                                      lattice::Cell{static_cast<int>(v) * slab.columns(), 0, 0}});
    return paths_;
  }

  io::RunInput input;
  lattice::Slab slab;
  lattice::Occupation occupation;

 private:
  std::vector<interface::VacancyPath> paths_;
};

/// What an occupation holds, found without io: the particles of a frame as
/// [vacant, x, y, z, id, layer, cluster, nn1, nn2], by site.
inline nlohmann::json particles_of(const Scene& scene, bool atoms) {
  using lattice::Cell;
  const lattice::Slab& slab = scene.slab;
  const auto clusters = scene.clusters();
  std::map<std::uint64_t, std::uint32_t> vacancies;
  std::map<std::uint32_t, std::uint64_t> first_site;
  for (std::uint32_t v = 0; v < scene.occupation.vacancies(); ++v)
    vacancies[slab.number(scene.occupation.cell({v}))] = v;
  for (const auto& entry : vacancies)
    first_site.try_emplace(clusters.label[entry.second], entry.first);
  std::vector<std::tuple<int, std::uint64_t, std::uint32_t>> order;
  for (std::uint32_t c = 0; c < clusters.list.size(); ++c)
    if (clusters.list[c].size > 1)
      order.emplace_back(-static_cast<int>(clusters.list[c].size), first_site[c], c);
  std::sort(order.begin(), order.end());
  std::map<std::uint32_t, int> shown;
  for (std::size_t n = 0; n < order.size(); ++n)
    shown[std::get<2>(order[n])] = static_cast<int>(n) + 1;

  nlohmann::json list = nlohmann::json::array();
  for (std::uint64_t site = 0; site < slab.sites(); ++site) {
    const bool vacant = vacancies.count(site) > 0;
    if (!vacant && !atoms) continue;
    const Cell cell = slab.nth(site);
    int around[2] = {0, 0};
    for (int d = 0; d < lattice::neighbour_count; ++d) {
      const Cell neighbour = slab.neighbour(cell, d);
      if (neighbour.k < 0) continue;  // ceramic
      const bool metal =
          neighbour.k >= slab.layers() || !scene.occupation.vacant(slab.site(neighbour));
      around[d < lattice::nn1_count ? 0 : 1] += metal ? 1 : 0;
    }
    const int cluster = vacant && shown.count(clusters.label[vacancies[site]]) > 0
                            ? shown[clusters.label[vacancies[site]]]
                            : 0;
    const lattice::Vector r = slab.position(cell);
    list.push_back(
        {vacant ? 1 : 0, r[0], r[1], r[2], site + 1, cell.k, cluster, around[0], around[1]});
  }
  return list;
}

/// A trajectory of three frames (nothing, some vacancies, a void too) and what the program held at
/// each.
struct StoredTrajectory {
  explicit StoredTrajectory(lattice::Normal normal = lattice::Normal::n110) : scene(normal) {
    scene.input.trajectory->every_monolayers = 1;
    io::TrajectoryWriter writer(folder.path(), scene.input);
    add(writer, 0);
    scene.fill();
    add(writer, 1.25);
    scene.add_void();
    add(writer, 2.5);
    writer.finish({});
  }
  [[nodiscard]] std::filesystem::path file() const { return io::trajectory_path(folder.path()); }
  /// {"box": ..., "frames": [{"time", "j", "charge", "sample", "vacancies": [...], "all": [...]}]}
  [[nodiscard]] nlohmann::json held() const {
    return {{"box", scene.slab.box()}, {"frames", frames_}};
  }

  TemporaryDirectory folder;
  Scene scene;

 private:
  void add(io::TrajectoryWriter& writer, double monolayers) {
    const interface::Sample sample = scene.at(monolayers);
    writer.sample(sample, scene.occupation, scene.clusters());
    frames_.push_back({{"time", sample.time},
                       {"j", 2e5 + 1e3 * monolayers},
                       {"charge", monolayers},
                       {"sample", sample.index},
                       {"vacancies", particles_of(scene, false)},
                       {"all", particles_of(scene, true)}});
  }
  nlohmann::json frames_ = nlohmann::json::array();
};

/// Runs a Python program in the folder, with `held` read from what the program held and `same(a,
/// b)`, which compares lists of numbers to the precision of single floats. Fails, with what it
/// printed, if that fails.
inline void read_by_python(const StoredTrajectory& stored, const std::string& program,
                           const std::string& packages) {
  put(stored.folder / "held.json", stored.held().dump());
  put(stored.folder / "program.py", R"(
import json, math, warnings
warnings.simplefilter("ignore")
import numpy as np
held = json.load(open("held.json"))
def same(a, b, tolerance=2e-6):
    a, b = np.array(a, dtype=float), np.array(b, dtype=float)
    assert a.shape == b.shape, (a.shape, b.shape)
    assert np.allclose(a, b, rtol=tolerance, atol=tolerance * 10), (a, b)
def exactly(a, b):
    assert np.array_equal(np.array(a), np.array(b)), (a, b)
def column(frame, what, *numbers):
    return [[row[n] for n in numbers] if len(numbers) > 1 else row[numbers[0]] for row in frame[what]]
)" + program + "\nprint('read')\n");
  const std::string command =
      "cd " + stored.folder.path().string() + " && /usr/bin/python3 program.py > log 2>&1";
  const int status = std::system(command.c_str());
  const std::string log = contents(stored.folder / "log");
  CHECK_MESSAGE(status == 0, packages << " needed; " << log);
  CHECK(log.find("read\n") != std::string::npos);
}

}  // namespace lacuna::test
