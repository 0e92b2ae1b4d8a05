#include "io/trajectory/h5md.hpp"

#include <doctest/doctest.h>

#include <string>

#include "core/error.hpp"
#include "io/trajectory/export_trajectory.hpp"
#include "tests/io/trajectory/example_trajectory.hpp"

using namespace lacuna;

namespace {

void export_h5md(const test::StoredTrajectory& stored, io::FrameSites sites, const char* name) {
  io::ExportOptions options;
  options.format = io::ExportFormat::h5md;
  options.sites = sites;
  options.out = stored.folder / name;
  CHECK(io::export_trajectory(stored.file(), options) == 3);
}

}  // namespace

TEST_CASE("an H5MD file is bit for bit a function of the trajectory") {
  const test::StoredTrajectory stored;
  if (!io::has_hdf5()) {
    CHECK_THROWS_WITH_AS(export_h5md(stored, io::FrameSites::all, "a.h5md"),
                         doctest::Contains("libhdf5-dev"), RuntimeFailure);
    return;
  }
  for (const auto sites : {io::FrameSites::vacancies, io::FrameSites::all}) {
    export_h5md(stored, sites, "a.h5md");
    export_h5md(stored, sites, "b.h5md");
    const bool same =
        test::contents(stored.folder / "a.h5md") == test::contents(stored.folder / "b.h5md");
    CHECK(same);
    for (const char* name : {"a.h5md", "b.h5md"}) std::filesystem::remove(stored.folder / name);
  }
}

TEST_SUITE("all") {
  TEST_CASE("h5py finds in an H5MD file what the standard wants and what the program held") {
    REQUIRE(io::has_hdf5());
    for (const lattice::Normal normal : test::all_normals) {
      const test::StoredTrajectory stored(normal);
      export_h5md(stored, io::FrameSites::vacancies, "vacancies.h5md");
      export_h5md(stored, io::FrameSites::all, "all.h5md");
      test::read_by_python(stored, R"(
import h5py
for what in "vacancies", "all":
    file = h5py.File(what + ".h5md")
    exactly(file["h5md"].attrs["version"], [1, 1])
    for name in "author", "creator":
        assert isinstance(file["h5md"][name].attrs["name"], str)
    assert file["h5md/creator"].attrs["name"] == "lacuna"
    kind = h5py.check_string_dtype(file["h5md/creator"].attrs.get_id("name").dtype)
    assert kind.length is None and kind.encoding == "utf-8", kind
    exactly(file["h5md/modules/units"].attrs["version"], [1, 0])
    group = file["particles/trajectory"]
    assert group["box"].attrs["dimension"] == 3
    assert list(group["box"].attrs["boundary"]) == ["periodic", "periodic", "none"]
    assert group["position/value"].attrs["unit"] == "Angstrom" and group["position/time"].attrs["unit"] == "s"
    assert group["box/edges/value"].attrs["unit"] == "Angstrom"
    assert file["observables/current_density/value"].attrs["unit"] == "mA cm-2"
    assert group["position/value"].is_virtual == (what == "all")
    for name, element in group.items():
        if "step" in element: assert element["step"] == group["position/step"], name
    kinds = h5py.check_enum_dtype(group["species/value"].dtype)
    most = max(len(frame[what]) for frame in held["frames"])
    assert group["position/value"].shape == (3, most, 3)
    for n, frame in enumerate(held["frames"]):
        assert group["position/step"][n] == frame["sample"] and group["position/time"][n] == frame["time"]
        exactly(group["box/edges/value"][n], np.diag(held["box"]))
        assert file["observables/charge_monolayers/value"][n] == frame["charge"]
        assert math.isclose(file["observables/current_density/value"][n], frame["j"], rel_tol=1e-14)
        count = len(frame[what])
        ids = group["id/value"][n]
        assert (ids[count:] == 0).all() and (group["species/value"][n][count:] == kinds["absent"]).all()
        assert np.isnan(group["position/value"][n][count:]).all()
        if count == 0: continue
        exactly(group["position/value"][n][:count], column(frame, what, 1, 2, 3))
        exactly(group["species/value"][n][:count], [kinds["X" if v else "Na"] for v in column(frame, what, 0)])
        for m, key in enumerate(("id", "layer", "cluster", "nn1", "nn2")):
            exactly(group[key + "/value"][n][:count], column(frame, what, 4 + m))
)",
                           "python3-h5py is");
    }
  }

  TEST_CASE("MDAnalysis reads an H5MD file, of vacancies with padding and of all sites") {
    REQUIRE(io::has_hdf5());
    const test::StoredTrajectory stored;
    export_h5md(stored, io::FrameSites::vacancies, "vacancies.h5md");
    export_h5md(stored, io::FrameSites::all, "all.h5md");
    test::read_by_python(stored, R"(
import MDAnalysis
for what in "vacancies", "all":
    most = max(len(frame[what]) for frame in held["frames"])
    universe = MDAnalysis.Universe.empty(most, trajectory=False)
    universe.load_new(what + ".h5md", format="H5MD")
    assert len(universe.trajectory) == 3
    for step, frame in zip(universe.trajectory, held["frames"]):
        count = len(frame[what])
        same(step.dimensions, held["box"] + [90, 90, 90])
        assert math.isclose(step.time, frame["time"] * 1e12, rel_tol=1e-6)  # ps there
        assert step.data["step"] == frame["sample"] and step.data["charge_monolayers"] == frame["charge"]
        if count > 0: same(step.positions[:count], column(frame, what, 1, 2, 3))
        assert np.isnan(step.positions[count:]).all()
)",
                         "python3-mdanalysis is");
  }
}
