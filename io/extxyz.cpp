#include "io/extxyz.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <utility>
#include <vector>

#include "core/constants.hpp"
#include "io/gzip.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {

using interface::Sample;
using lattice::Cell;
using lattice::Clusters;
using lattice::Occupation;
using lattice::Slab;

namespace {

/// Shortest digits that read back exactly, always with an exponent.
std::string scientific(double value) {
  std::string text(32, '\0');
  const auto result = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific);
  text.resize(static_cast<std::size_t>(result.ptr - text.data()));
  return text;
}

// counted from 1, as the formats' users expect
std::uint64_t site_number(const Slab& slab, const Cell& c) { return slab.number(c) + 1; }

struct Row {
  std::uint64_t id = 0;  ///< of the site
  Cell cell;
  std::uint32_t vacancy = 0;  ///< its number
};

/// The vacancies by site, so that a frame does not depend on how they happen to be numbered.
std::vector<Row> vacancies_by_site(const Occupation& occupation) {
  std::vector<Row> rows(occupation.vacancies());
  for (std::uint32_t v = 0; v < rows.size(); ++v) {
    const Cell cell = occupation.cell({v});
    rows[v] = {site_number(occupation.slab(), cell), cell, v};
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.id < b.id; });
  return rows;
}

/// Number shown for each cluster of `clusters.list`: 0 for single vacancies, then from the largest
/// down; equals in the order of their first site.
std::vector<std::uint32_t> shown_numbers(const Clusters& clusters, const std::vector<Row>& by_site) {
  std::vector<std::uint32_t> order;
  std::vector<bool> met(clusters.list.size(), false);
  for (const Row& row : by_site) {
    const std::uint32_t label = clusters.label[row.vacancy];
    if (!met[label] && clusters.list[label].size > 1) order.push_back(label);
    met[label] = true;
  }
  std::stable_sort(order.begin(), order.end(), [&clusters](std::uint32_t a, std::uint32_t b) {
    return clusters.list[a].size > clusters.list[b].size;
  });
  std::vector<std::uint32_t> numbers(clusters.list.size(), 0);
  for (std::uint32_t n = 0; n < order.size(); ++n) numbers[order[n]] = n + 1;
  return numbers;
}

/// How many 1NN and 2NN sites of a layer's sites exist: none below layer 0.
lattice::VacantNeighbours sites_around(const Slab& slab, int layer) {
  lattice::VacantNeighbours count;
  for (int d = 0; d < lattice::neighbour_count; ++d) {
    if (layer + slab.steps()[static_cast<std::size_t>(d)].k < 0) continue;
    ++(d < lattice::nn1_count ? count.nn1 : count.nn2);
  }
  return count;
}

class FrameText {
 public:
  FrameText(const Occupation& occupation, const Clusters& clusters)
      : occupation_(occupation),
        vacancies_(vacancies_by_site(occupation)),
        numbers_(shown_numbers(clusters, vacancies_)),
        clusters_(clusters) {
    for (int k = 0; k < occupation.slab().layers(); ++k) around_.push_back(sites_around(occupation.slab(), k));
  }

  void header(std::uint64_t rows, const Sample& sample) {
    const lattice::Vector box = occupation_.slab().box();
    fmt::format_to(std::back_inserter(text_),
                   "{}\nLattice=\"{} 0 0 0 {} 0 0 0 {}\" pbc=\"T T F\" "
                   "Properties=species:S:1:pos:R:3:id:I:1:layer:I:1:cluster:I:1:nn1:I:1:nn2:I:1 "
                   "Time_s={} j_mA_cm2={} charge_monolayers={} contact_fraction={}\n",
                   rows, box[0], box[1], box[2], scientific(sample.time),
                   in_unit(sample.density, constants::mA_per_cm2), sample.monolayers, 1 - sample.coverage);
  }

  void vacancies() {
    for (const Row& row : vacancies_) line("X", row.id, row.cell, numbers_[clusters_.label[row.vacancy]]);
  }

  void all_sites() {
    const Slab& slab = occupation_.slab();
    auto vacancy = vacancies_.begin();
    for (std::int32_t k = 0; k < slab.layers(); ++k) {
      for (std::int32_t j = 0; j < slab.rows(); ++j) {
        for (std::int32_t i = 0; i < slab.columns(); ++i) {
          const Cell cell{i, j, k};
          const std::uint64_t id = site_number(slab, cell);
          const bool vacant = vacancy != vacancies_.end() && vacancy->id == id;
          line(vacant ? "X" : "Na", id, cell, vacant ? numbers_[clusters_.label[vacancy->vacancy]] : 0);
          if (vacant) ++vacancy;
        }
      }
    }
  }

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void line(const char* species, std::uint64_t id, const Cell& cell, std::uint32_t cluster) {
    const Slab& slab = occupation_.slab();
    const lattice::Vector r = slab.position(cell);
    const auto& sites = around_[static_cast<std::size_t>(cell.k)];
    const auto vacant = occupation_.vacant_neighbours(slab.site(cell));
    fmt::format_to(std::back_inserter(text_), "{} {} {} {} {} {} {} {} {}\n", species, r[0], r[1], r[2], id, cell.k,
                   cluster, sites.nn1 - vacant.nn1, sites.nn2 - vacant.nn2);
  }

  const Occupation& occupation_;
  std::vector<Row> vacancies_;
  std::vector<std::uint32_t> numbers_;
  const Clusters& clusters_;
  std::vector<lattice::VacantNeighbours> around_;  ///< (layers) sites, not vacancies
  std::string text_;
};

}  // namespace

std::string extxyz_frame(const Sample& sample, const Occupation& occupation, const Clusters& clusters,
                         FrameSites sites) {
  FrameText frame(occupation, clusters);
  frame.header(sites == FrameSites::all ? occupation.slab().sites() : occupation.vacancies(), sample);
  if (sites == FrameSites::all) {
    frame.all_sites();
  } else {
    frame.vacancies();
  }
  return frame.take();
}

const char* TrajectoryWriter::file_name(const TrajectoryOptions& options) {
  return options.gzip ? "trajectory.extxyz.gz" : "trajectory.extxyz";
}

TrajectoryWriter::TrajectoryWriter(const std::filesystem::path& directory, const TrajectoryOptions& options)
    : options_(options), file_(directory / file_name(options)) {}

void TrajectoryWriter::start_if_new() {
  if (!file_.is_open()) file_.start();
}

bool TrajectoryWriter::due(double monolayers) {
  const double multiples = monolayers / options_.every_monolayers;
  if (any_frame_ && multiples < passed_ + 1 && multiples > passed_ - 1) return false;
  passed_ = multiples >= passed_ ? std::floor(multiples) : std::ceil(multiples);
  return any_frame_ = true;
}

void TrajectoryWriter::sample(const Sample& sample, const Occupation& occupation, const Clusters& clusters) {
  start_if_new();
  if (!due(sample.monolayers)) return;
  const std::string frame = extxyz_frame(sample, occupation, clusters, options_.what);
  file_.append(options_.gzip ? gzip_member(frame) : frame);
}

void TrajectoryWriter::save(kmc::Writer& writer) {
  start_if_new();
  writer.put(file_.sync());
  writer.put(any_frame_);
  writer.put(passed_);
}

void TrajectoryWriter::load(kmc::Reader& reader) {
  file_.resume(reader.get<std::uint64_t>());
  reader.get(any_frame_);
  reader.get(passed_);
}

void TrajectoryWriter::finish() {
  start_if_new();
  file_.sync();
}

}  // namespace lacuna::io
