#include "io/results/interface_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "io/trajectory/snapshot.hpp"
#include "io/trajectory/trajectory_reader.hpp"

namespace lacuna::io {
namespace {

namespace fs = std::filesystem;

constexpr double picture_share = 0.74;  // of its height that is within the axes

std::size_t nearest_frame(const TrajectoryReader& reader, std::optional<double> time) {
  if (!time) return reader.size() - 1;
  std::size_t best = 0;
  const auto off = [&](std::size_t n) { return std::abs(reader.head(n).time - *time); };
  for (std::size_t n = 1; n < reader.size(); ++n)
    if (off(n) < off(best)) best = n;
  return best;
}

std::vector<Particle> vacancies_of(const Snapshot& snapshot) {
  std::vector<Particle> list;
  snapshot.visit({FrameSites::vacancies, {}}, [&](const Particle& p) { list.push_back(p); });
  return list;
}

/// Moves everything along direction `d`, in which the box repeats, until the largest cluster is in
/// the middle.
void centre(std::vector<Particle>& vacancies, std::size_t d, double box) {
  const double turn = 2 * std::numbers::pi / box;
  double sine = 0, cosine = 0;
  for (const Particle& p : vacancies) {
    if (p.cluster != 1) continue;
    sine += std::sin(turn * p.position[d]);
    cosine += std::cos(turn * p.position[d]);
  }
  const double by = box / 2 - std::atan2(sine, cosine) / turn;
  for (Particle& p : vacancies) p.position[d] -= box * std::floor((p.position[d] + by) / box) - by;
}

/// Rows x y z of clusters, the highest at each place, from low to high: through a vacancy one sees
/// those behind it.
std::string rows_of_clusters(std::vector<Particle> vacancies) {
  const auto height = [](const Particle& p) { return p.position[2]; };
  std::ranges::stable_sort(vacancies, std::ranges::less{}, height);
  std::map<std::pair<long, long>, double> highest;
  const auto place = [](const Particle& p) {
    return std::pair{std::lround(10 * p.position[0]), std::lround(10 * p.position[1])};
  };
  std::erase_if(vacancies, [](const Particle& p) { return p.cluster == 0; });
  for (const Particle& p : vacancies) highest[place(p)] = height(p);
  std::string rows;
  for (const Particle& p : vacancies)
    if (highest[place(p)] == height(p))
      rows += fmt::format("{:.2f} {:.2f} {:.2f}\n", p.position[0], p.position[1], height(p));
  return rows;
}

std::string rows_of_singles(const std::vector<Particle>& vacancies) {
  std::string rows;
  for (const Particle& p : vacancies)
    if (p.cluster == 0 && p.cell.k == 0)
      rows += fmt::format("{:.2f} {:.2f}\n", p.position[0], p.position[1]);
  return rows;
}

// Marks have the size of atoms, of which those in a layer touch: gnuplot's are 4.5 pixels in
// radius, the picture is 440 high, and circles in units of the axes would take a kilobyte each.
double mark_size(double lattice_constant, double height) {
  return std::sqrt(3.0) / 4 * lattice_constant * (picture_share * 440 / height) / 4.5;
}

std::string script_of(const Snapshot& snapshot, double lattice_constant) {
  const auto box = snapshot.slab().box();
  auto vacancies = vacancies_of(snapshot);
  for (const std::size_t d : {0U, 1U}) centre(vacancies, d, box[d]);
  const double size = mark_size(lattice_constant, std::max(box[0], box[1]));
  return fmt::format(
      "set title 'the interface, seen from the ceramic, at {:.3g} mA/cm^2'\n"
      "set xlabel 'x (Å)'\nset ylabel 'y (Å)'\nset cblabel 'height of the vacancy above the "
      "interface (Å)'\n"
      "set key off\nset size ratio {:.6f}\nset tmargin at screen {:.3f}\nset bmargin at screen "
      "0.16\n"
      "set xrange [0:{:.3f}]\nset yrange [0:{:.3f}]\nset cbrange [0:*]\n"
      "set palette defined (0 '#fdd49e', 1 '#fc8d59', 2 '#b30000', 3 '#3b0000')\n"
      "set object rectangle from graph 0,0 to graph 1,1 behind fc rgb '#dbe7f0' fs solid noborder\n"
      "$a << E\n{}E\n$c << E\n{}E\n"
      "plot $a using 1:2 with points pt 6 ps {:.3f} lc rgb '#57606a', "
      "$c using 1:2:3 with points pt 7 ps {:.3f} lc palette\n",
      snapshot.head().current, box[1] / box[0], 0.16 + picture_share, box[0], box[1],
      rows_of_singles(vacancies), rows_of_clusters(vacancies), 0.8 * size, size);
}

}  // namespace

std::optional<Figure> interface_figure(const fs::path& directory, std::optional<double> time) {
  const fs::path file = trajectory_path(directory);
  if (!fs::exists(file)) return {};
  TrajectoryReader reader(file);
  if (reader.size() == 0) return {};
  Snapshot snapshot(reader.header(), reader.slab());
  snapshot.show(reader.read(nearest_frame(reader, time)));
  return Figure{"interface", script_of(snapshot, reader.header().lattice_constant)};
}

}  // namespace lacuna::io
