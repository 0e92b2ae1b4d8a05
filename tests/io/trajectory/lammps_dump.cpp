#include "io/trajectory/lammps_dump.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

#include "io/trajectory/export_trajectory.hpp"
#include "tests/io/trajectory/example_trajectory.hpp"

using namespace lacuna;

namespace {

std::size_t export_dump(const test::StoredTrajectory& stored, io::FrameSites sites,
                        const char* name) {
  io::ExportOptions options;
  options.format = io::ExportFormat::lammpstrj;
  options.sites = sites;
  options.out = stored.folder / name;
  return io::export_trajectory(stored.file(), options);
}

}  // namespace

TEST_CASE("a LAMMPS dump has times, steps, boxes and sites, and no empty frames") {
  const test::StoredTrajectory stored;
  CHECK(export_dump(stored, io::FrameSites::vacancies, "v.lammpstrj") == 2);
  const std::string text = test::contents(stored.folder / "v.lammpstrj");
  CHECK(text.starts_with("ITEM: TIME\n"));
  CHECK(text.substr(text.find("ITEM: TIMESTEP"))
            .starts_with(
                "ITEM: TIMESTEP\n125\nITEM: NUMBER OF ATOMS\n6\nITEM: BOX BOUNDS pp pp ff\n0 "
                "25.740000000000002\n"
                "0 30.334880912902893\n0 27.301392821612595\nITEM: ATOMS id type x y z "
                "layer cluster nn1 nn2\n"));
  CHECK(text.find("UNITS") == std::string::npos);  // LAMMPS would take seconds for picoseconds
}

TEST_SUITE("all") {
  TEST_CASE(
      "LAMMPS reads a dump of a varying number of vacancies and knows them as the program held "
      "them") {
    for (const lattice::Normal normal : test::all_normals) {
      const test::StoredTrajectory stored(normal);
      CHECK(export_dump(stored, io::FrameSites::vacancies, "v.lammpstrj") == 2);
      // A dump replaces whatever there was; LAMMPS writes what it then has, every digit.
      test::put(stored.folder / "in.lammps", R"(
units metal
boundary p p f
atom_style atomic
region box block 0 1 0 1 0 1
create_box 2 box
mass * 22.99
pair_style zero 3.0
pair_coeff * *
label next
variable step index 125 250
read_dump v.lammpstrj ${step} x y z box yes replace no purge yes add keep
write_dump all custom back.${step} id type x y z modify sort id format float %.17g
next step
jump SELF next
)");
      const std::string command = "cd " + stored.folder.path().string() +
                                  " && lmp -in in.lammps -log none > lammps.log 2>&1";
      REQUIRE_MESSAGE(std::system(command.c_str()) == 0,
                      "lammps is needed; " << test::contents(stored.folder / "lammps.log"));
      test::read_by_python(stored, R"(
for frame in held["frames"][1:]:
    lines = open(f"back.{frame['sample']}").read().splitlines()
    assert int(lines[3]) == len(frame["vacancies"]), lines[3]
    same([float(line.split()[1]) for line in lines[5:8]], held["box"], 1e-15)
    rows = [line.split() for line in lines[9:]]
    exactly([int(row[0]) for row in rows], column(frame, "vacancies", 4))
    assert all(row[1] == "1" for row in rows)
    same([[float(x) for x in row[2:5]] for row in rows], column(frame, "vacancies", 1, 2, 3), 1e-15)
)",
                           "numpy is");
    }
  }
}
