#include "io/trajectory/extxyz.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <string>

#include "io/trajectory/export_trajectory.hpp"
#include "tests/io/trajectory/example_trajectory.hpp"
#include "tests/io/trajectory/gunzip.hpp"

using namespace lacuna;

namespace {

std::string exported(const test::StoredTrajectory& stored, io::ExportOptions options,
                     const char* name = "t.extxyz") {
  options.out = stored.folder / name;
  CHECK(io::export_trajectory(stored.file(), options) == 3);
  return test::contents(options.out);
}

}  // namespace

TEST_CASE("an extended XYZ frame follows the conventions of its readers to the letter") {
  const test::StoredTrajectory stored;
  std::istringstream lines(exported(stored, {}));
  std::string count, comment, row;
  std::getline(lines, count);
  CHECK(count == "0");
  std::getline(lines, comment);
  std::getline(lines, count);
  CHECK(count == "6");
  std::getline(lines, comment);
  std::getline(lines, row);
  const std::string box =
      "Lattice=\"25.740000000000002 0 0 0 30.334880912902893 0 0 0 27.301392821612595\" pbc=\"T T "
      "F\" ";
  CHECK(comment ==
        box +
            "Properties=species:S:1:pos:R:3:id:I:1:layer:I:1:cluster:I:1:nn1:I:1:nn2:I:1 "
            "Time_s=2.7765e-08 j_mA_cm2=201250 charge_monolayers=1.25 contact_fraction=0.75 "
            "events=1250000 sample=125");
  CHECK(row.substr(0, 2) == "X ");
}

TEST_CASE("an extended XYZ file whose name ends in gz is compressed and holds the same") {
  const test::StoredTrajectory stored;
  const std::string plain = exported(stored, {});
  const bool same = test::gunzip(exported(stored, {}, "t.extxyz.gz")) == plain;
  CHECK(same);
}

TEST_SUITE("all") {
  TEST_CASE(
      "ASE reads from extended XYZ what the program held, of vacancies and of all sites, "
      "compressed or not") {
    for (const lattice::Normal normal : test::all_normals) {
      const test::StoredTrajectory stored(normal);
      exported(stored, {}, "vacancies.extxyz.gz");
      io::ExportOptions all;
      all.sites = io::FrameSites::all;
      exported(stored, all, "all.extxyz");
      test::read_by_python(stored, R"(
from ase.io import read
for what, name in ("vacancies", "vacancies.extxyz.gz"), ("all", "all.extxyz"):
    frames = read(name, ":")
    assert len(frames) == len(held["frames"])
    for theirs, ours in zip(frames, held["frames"]):
        assert theirs.pbc.tolist() == [True, True, False]
        exactly(theirs.cell[:], np.diag(held["box"]))
        assert theirs.info["Time_s"] == ours["time"] and theirs.info["charge_monolayers"] == ours["charge"]
        assert math.isclose(theirs.info["j_mA_cm2"], ours["j"], rel_tol=1e-14)
        assert len(theirs) == len(ours[what])
        if len(theirs) == 0: continue
        exactly([s == "X" for s in theirs.get_chemical_symbols()], [v == 1 for v in column(ours, what, 0)])
        exactly(theirs.positions, column(ours, what, 1, 2, 3))
        for n, key in enumerate(("id", "layer", "cluster", "nn1", "nn2")):
            exactly(theirs.arrays[key], column(ours, what, 4 + n))
)",
                           "python3-ase is");
    }
  }
}
