#include "io/extxyz.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "core/constants.hpp"
#include "io/gzip.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
using io::FrameSites;
using lattice::Cell;

namespace {

struct Atom {
  std::string species;
  lattice::Vector position{};
  std::uint64_t id = 0;
  int layer = 0, cluster = 0, nn1 = 0, nn2 = 0;
};

struct Frame {
  std::string comment;
  std::map<std::string, std::string> values;
  std::vector<Atom> atoms;
};

/// key=value or key="several words", separated by single spaces.
std::map<std::string, std::string> comment_values(const std::string& line) {
  std::map<std::string, std::string> values;
  std::size_t at = 0;
  while (at < line.size()) {
    const std::size_t equals = line.find('=', at);
    REQUIRE(equals != std::string::npos);
    const bool quoted = line.at(equals + 1) == '"';
    const std::size_t start = equals + (quoted ? 2 : 1);
    const std::size_t end = std::min(line.find(quoted ? '"' : ' ', start), line.size());
    values[line.substr(at, equals - at)] = line.substr(start, end - start);
    at = end + (quoted ? 2 : 1);
  }
  return values;
}

std::vector<Frame> parse(const std::string& text) {
  std::vector<Frame> frames;
  std::istringstream stream(text);
  std::string line;
  while (std::getline(stream, line)) {
    Frame frame;
    const std::size_t count = std::stoul(line);
    REQUIRE(std::getline(stream, frame.comment));
    frame.values = comment_values(frame.comment);
    for (std::size_t n = 0; n < count; ++n) {
      REQUIRE(std::getline(stream, line));
      std::istringstream fields(line);
      Atom a;
      fields >> a.species >> a.position[0] >> a.position[1] >> a.position[2];
      fields >> a.id >> a.layer >> a.cluster >> a.nn1 >> a.nn2;
      REQUIRE_FALSE(fields.fail());
      std::string rest;
      CHECK(!(fields >> rest));
      frame.atoms.push_back(a);
    }
    frames.push_back(frame);
  }
  return frames;
}

lattice::Normal normals[] = {lattice::Normal::n110, lattice::Normal::n100, lattice::Normal::n111};

/// A triple at the interface, a pair above, a single one, vacated in an order that is not that of the sites.
struct Scene {
  explicit Scene(lattice::Normal normal = lattice::Normal::n110) : slab(normal, 4.29, {6, 5}, 9), occupation(slab) {}
  void vacate(const Cell& c) { occupation.vacate(slab.wrap(c)); }
  void cluster(const Cell& from, int directions) {
    vacate(from);
    for (int d = 0; directions > 0; ++d) {
      const Cell to = slab.neighbour(from, d);
      if (to.k < 0 || to.k >= slab.layers()) continue;
      vacate(to);
      --directions;
    }
  }
  void fill() {
    cluster({1, 1, 5}, 1);
    vacate({4, 3, 8});
    cluster({2, 2, 0}, 2);
  }
  [[nodiscard]] lattice::Clusters clusters() const {
    return lattice::find_clusters(occupation, lattice::Connectivity::nn1_nn2);
  }
  [[nodiscard]] std::string frame(FrameSites sites) const {
    interface::Sample sample;
    sample.time = 1.234e-6;
    sample.density = 3e5 * constants::mA_per_cm2;
    sample.monolayers = 1.5;
    sample.coverage = 0.25;
    return io::extxyz_frame(sample, occupation, clusters(), sites);
  }

  lattice::Slab slab;
  lattice::Occupation occupation;
};

interface::Sample at(double monolayers) {
  interface::Sample sample;
  sample.monolayers = monolayers;
  return sample;
}

/// Charges of the frames that a trajectory of these samples holds.
std::vector<double> frame_charges(const std::vector<double>& charges, double every) {
  const test::TemporaryDirectory directory;
  Scene scene;
  io::TrajectoryWriter writer(directory.path(), {every, FrameSites::vacancies, false});
  for (const double charge : charges) writer.sample(at(charge), scene.occupation, scene.clusters());
  writer.finish();
  std::vector<double> result;
  for (const Frame& frame : parse(test::contents(directory / "trajectory.extxyz"))) {
    result.push_back(std::stod(frame.values.at("charge_monolayers")));
  }
  return result;
}

/// Runs a Python program with ASE on `arguments`; its standard output.
std::string python(const std::filesystem::path& folder, const std::string& program, const std::string& arguments) {
  test::put(folder / "program.py", program);
  const std::string out = (folder / "out.txt").string();
  const std::string command = "/usr/bin/python3 " + (folder / "program.py").string() + " " + arguments + " >" + out;
  REQUIRE_MESSAGE(std::system(command.c_str()) == 0, "python3-ase is needed for this test: ", command);
  return test::contents(out);
}

}  // namespace

TEST_CASE("an extended XYZ frame says where every vacancy is, exactly, and what surrounds it") {
  for (const lattice::Normal normal : normals) {
    Scene scene(normal);
    scene.fill();
    const auto frames = parse(scene.frame(FrameSites::vacancies));
    REQUIRE(frames.size() == 1);
    REQUIRE(frames[0].atoms.size() == scene.occupation.vacancies());
    const auto clusters = scene.clusters();
    std::uint64_t last = 0;
    for (const Atom& atom : frames[0].atoms) {
      CHECK(atom.species == "X");
      CHECK(atom.id > last);
      last = atom.id;
      const auto place = static_cast<std::int64_t>(atom.id - 1);
      const Cell cell{static_cast<int>(place % scene.slab.columns()),
                      static_cast<int>(place / scene.slab.columns() % scene.slab.rows()),
                      static_cast<int>(place / scene.slab.sites_per_layer())};
      REQUIRE(scene.occupation.vacant(scene.slab.site(cell)));
      CHECK(atom.layer == cell.k);
      CHECK(atom.position == scene.slab.position(cell));  // to the last bit
      int around[2] = {0, 0};
      for (int d = 0; d < lattice::neighbour_count; ++d) {
        const Cell neighbour = scene.slab.neighbour(cell, d);
        if (neighbour.k < 0) continue;  // ceramic
        const bool metal = neighbour.k >= scene.slab.layers() || !scene.occupation.vacant(scene.slab.site(neighbour));
        around[d < lattice::nn1_count ? 0 : 1] += metal ? 1 : 0;
      }
      CHECK(atom.nn1 == around[0]);
      CHECK(atom.nn2 == around[1]);
      const auto found = scene.occupation.find(scene.slab.site(cell)).value;
      const std::uint32_t size = clusters.list[clusters.label[found]].size;
      CHECK(atom.cluster == (size == 3 ? 1 : size == 2 ? 2 : 0));
    }
  }
}

TEST_CASE("the comment line of a frame has the cell, and time and current in their units") {
  Scene scene;
  scene.fill();
  const Frame frame = parse(scene.frame(FrameSites::vacancies)).at(0);
  std::istringstream cell(frame.values.at("Lattice"));
  std::vector<double> edges(9);
  for (double& edge : edges) cell >> edge;
  REQUIRE_FALSE(cell.fail());
  const lattice::Vector box = scene.slab.box();
  CHECK(edges == std::vector<double>{box[0], 0, 0, 0, box[1], 0, 0, 0, box[2]});
  CHECK(frame.values.at("pbc") == "T T F");
  CHECK(frame.values.at("Properties") == "species:S:1:pos:R:3:id:I:1:layer:I:1:cluster:I:1:nn1:I:1:nn2:I:1");
  CHECK(frame.values.at("Time_s") == "1.234e-06");
  CHECK(frame.values.at("j_mA_cm2") == "300000");
  CHECK(frame.values.at("charge_monolayers") == "1.5");
  CHECK(frame.values.at("contact_fraction") == "0.75");
}

TEST_CASE("a frame of all sites has sodium wherever there is no vacancy") {
  Scene scene(lattice::Normal::n111);
  scene.fill();
  const Frame all = parse(scene.frame(FrameSites::all)).at(0);
  const Frame vacancies = parse(scene.frame(FrameSites::vacancies)).at(0);
  REQUIRE(all.atoms.size() == scene.slab.sites());
  std::size_t next = 0;
  for (std::size_t n = 0; n < all.atoms.size(); ++n) {
    const Atom& atom = all.atoms[n];
    CHECK(atom.id == n + 1);
    if (atom.species == "Na") {
      CHECK(atom.cluster == 0);
    } else {
      REQUIRE(next < vacancies.atoms.size());
      CHECK(atom.id == vacancies.atoms[next].id);
      CHECK(atom.cluster == vacancies.atoms[next].cluster);
      CHECK(atom.nn1 == vacancies.atoms[next].nn1);
      ++next;
    }
  }
  CHECK(next == vacancies.atoms.size());
}

TEST_CASE("a frame does not depend on how the vacancies are numbered") {
  Scene scene;
  scene.fill();
  Scene other;
  for (std::uint32_t v = scene.occupation.vacancies(); v-- > 0;) other.vacate(scene.occupation.cell({v}));
  CHECK(scene.frame(FrameSites::vacancies) == other.frame(FrameSites::vacancies));
}

TEST_CASE("a trajectory has a frame at the start and at the first sample past each multiple of charge") {
  CHECK(frame_charges({0, 0.04, 0.09, 0.1, 0.15, 0.35, 0.39, 0.41}, 0.1) == std::vector<double>{0, 0.1, 0.35, 0.41});
  CHECK(frame_charges({0, -0.05, -0.12, -0.18, -0.2}, 0.1) == std::vector<double>{0, -0.12, -0.2});
  // Back and forth across a multiple is one frame, not many.
  CHECK(frame_charges({0, 0.11, 0.09, 0.11, 0.09, 0.0}, 0.1) == std::vector<double>{0, 0.11, 0.0});
}

TEST_CASE("a trajectory goes on from where it was saved as if it had never stopped, gzip or not") {
  for (const bool gzip : {false, true}) {
    const io::TrajectoryOptions options{0.5, FrameSites::vacancies, gzip};
    const std::string name = io::TrajectoryWriter::file_name(options);
    const test::TemporaryDirectory straight;
    const test::TemporaryDirectory broken;
    Scene scene;
    scene.fill();
    const auto write = [&scene](io::TrajectoryWriter& writer, double from, double to) {
      for (double charge = from; charge < to; charge += 0.2) {
        writer.sample(at(charge), scene.occupation, scene.clusters());
      }
    };
    io::TrajectoryWriter undisturbed(straight.path(), options);
    write(undisturbed, 0.0, 0.3);
    write(undisturbed, 0.4, 5.0);
    undisturbed.finish();
    kmc::Writer state;
    {
      io::TrajectoryWriter first(broken.path(), options);
      write(first, 0.0, 0.3);
      first.save(state);
      write(first, 50.0, 60.0);
    }
    io::TrajectoryWriter second(broken.path(), options);
    kmc::Reader reader(state.bytes());
    second.load(reader);
    write(second, 0.4, 5.0);
    second.finish();
    const std::string file = test::contents(broken / name);
    CHECK(file == test::contents(straight / name));
    CHECK(parse(gzip ? io::gunzip(file) : file).size() == 10);
  }
}

TEST_SUITE("all") {
  TEST_CASE("ASE reads back positions, box and properties of a trajectory, gzip or not, empty frames too") {
    for (const bool gzip : {false, true}) {
      const test::TemporaryDirectory directory;
      Scene scene;
      const io::TrajectoryOptions options{1.0, FrameSites::vacancies, gzip};
      io::TrajectoryWriter writer(directory.path(), options);
      writer.sample(at(0), scene.occupation, scene.clusters());  // no vacancy
      scene.fill();
      writer.sample(at(1.25), scene.occupation, scene.clusters());
      scene.vacate({3, 0, 2});
      writer.sample(at(2.5), scene.occupation, scene.clusters());
      writer.finish();
      const std::string file = (directory / io::TrajectoryWriter::file_name(options)).string();
      // Prints what ASE understood in the format of the file itself, every digit.
      const std::string echoed = python(directory.path(), R"(
import sys
from ase.io import read
for f in read(sys.argv[1], ':'):
    c = f.cell
    assert f.pbc.tolist() == [True, True, False] and abs(c[0, 1]) + abs(c[1, 2]) + abs(c[2, 0]) == 0
    print(len(f))
    print('Lattice="%r 0 0 0 %r 0 0 0 %r" charge_monolayers=%r' %
          (float(c[0, 0]), float(c[1, 1]), float(c[2, 2]), float(f.info['charge_monolayers'])))
    a = f.arrays
    for n, s in enumerate(f.get_chemical_symbols()):
        print(s, *[repr(float(x)) for x in f.positions[n]],
              *[int(a[k][n]) for k in ('id', 'layer', 'cluster', 'nn1', 'nn2')])
)",
                                        file);
      const std::string raw = test::contents(file);
      const auto ours = parse(gzip ? io::gunzip(raw) : raw);
      const auto theirs = parse(echoed);
      REQUIRE(ours.size() == 3);
      REQUIRE(theirs.size() == 3);
      for (std::size_t n = 0; n < ours.size(); ++n) {
        CHECK(ours[n].atoms.size() == theirs[n].atoms.size());
        std::istringstream a(ours[n].values.at("Lattice"));
        std::istringstream b(theirs[n].values.at("Lattice"));
        for (int entry = 0; entry < 9; ++entry) {
          double x = 0;
          double y = 1;
          a >> x;
          b >> y;
          REQUIRE_FALSE((a.fail() || b.fail()));
          CHECK(x == y);
        }
        CHECK(std::stod(ours[n].values.at("charge_monolayers")) == std::stod(theirs[n].values.at("charge_monolayers")));
        for (std::size_t m = 0; m < std::min(ours[n].atoms.size(), theirs[n].atoms.size()); ++m) {
          const Atom& x = ours[n].atoms[m];
          const Atom& y = theirs[n].atoms[m];
          CHECK(x.species == y.species);
          CHECK(x.position == y.position);
          CHECK(std::vector<int>{x.layer, x.cluster, x.nn1, x.nn2} ==
                std::vector<int>{y.layer, y.cluster, y.nn1, y.nn2});
          CHECK(x.id == y.id);
        }
      }
    }
  }
}
