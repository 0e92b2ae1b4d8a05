#include "io/trajectory/vtp.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "core/error.hpp"
#include "io/trajectory/export_trajectory.hpp"
#include "tests/io/trajectory/example_trajectory.hpp"

using namespace lacuna;

namespace {

void export_vtp(const test::StoredTrajectory& stored, io::FrameSites sites, const char* name) {
  io::ExportOptions options;
  options.format = io::ExportFormat::vtp;
  options.sites = sites;
  options.out = stored.folder / name;
  CHECK(io::export_trajectory(stored.file(), options) == 3);
}

}  // namespace

TEST_CASE("a VTP export is a collection that names a file for each frame with its time") {
  const test::StoredTrajectory stored;
  export_vtp(stored, io::FrameSites::vacancies, "v.pvd");
  CHECK(
      test::contents(stored.folder / "v.pvd")
          .find("<DataSet timestep=\"2.7765e-08\" part=\"0\" file=\"v_vtp/frame_000001.vtp\"/>") !=
      std::string::npos);
  for (const char* name : {"frame_000000.vtp", "frame_000001.vtp", "frame_000002.vtp"})
    CHECK(std::filesystem::exists(stored.folder / "v_vtp" / name));
  std::filesystem::remove(stored.folder / "v.pvd");
  CHECK_THROWS_WITH_AS(export_vtp(stored, io::FrameSites::vacancies, "v.pvd"),
                       doctest::Contains("remove it"), InputError);
}

TEST_SUITE("all") {
  TEST_CASE(
      "VTK, which ParaView is made of, reads points, void surfaces, times and properties of a VTP "
      "export") {
    for (const lattice::Normal normal : test::all_normals) {
      const test::StoredTrajectory stored(normal);
      export_vtp(stored, io::FrameSites::vacancies, "vacancies.pvd");
      export_vtp(stored, io::FrameSites::all, "all.pvd");
      test::read_by_python(stored, R"(
import xml.etree.ElementTree as tree
from vtkmodules.vtkIOXML import vtkXMLPolyDataReader
from vtkmodules.vtkFiltersCore import vtkCleanPolyData, vtkMassProperties, vtkTriangleFilter, vtkFeatureEdges
from vtkmodules.util.numpy_support import vtk_to_numpy as numpy_of
for what in "vacancies", "all":
    entries = tree.parse(what + ".pvd").getroot().findall("Collection/DataSet")
    assert len(entries) == 3
    for entry, frame in zip(entries, held["frames"]):
        assert float(entry.get("timestep")) == frame["time"]
        reader = vtkXMLPolyDataReader()
        reader.SetFileName(entry.get("file"))
        reader.Update()
        data = reader.GetOutput()
        assert reader.GetErrorCode() == 0
        assert data.GetFieldData().GetArray("TimeValue").GetValue(0) == frame["time"]
        assert data.GetFieldData().GetArray("charge_monolayers").GetValue(0) == frame["charge"]
        count = len(frame[what])
        assert data.GetNumberOfVerts() == count
        cells = data.GetCellData()
        exactly(numpy_of(cells.GetArray("surface")), [0] * count + [1] * data.GetNumberOfPolys())
        if count == 0: continue
        exactly(numpy_of(data.GetPoints().GetData())[:count], column(frame, what, 1, 2, 3))
        exactly(numpy_of(cells.GetArray("vacant"))[:count], column(frame, what, 0))
        for m, key in enumerate(("id", "layer", "cluster", "nn1", "nn2")):
            exactly(numpy_of(cells.GetArray(key))[:count], column(frame, what, 4 + m))
        voids = {}
        for row in frame["vacancies"]:
            if row[6] > 0: voids[row[6]] = voids.get(row[6], 0) + 1
        volume = sum(size for size in voids.values() if size >= 10) * 4.29 ** 3 / 2
        assert (data.GetNumberOfPolys() > 0) == (volume > 0)
        if volume == 0: continue
        owners = numpy_of(cells.GetArray("cluster"))[count:]
        assert all(voids[owner] >= 10 for owner in owners)
        triangles = vtkTriangleFilter()
        triangles.SetInputData(data)
        triangles.PassVertsOff()
        edges = vtkFeatureEdges()
        edges.SetInputConnection(triangles.GetOutputPort())
        edges.FeatureEdgesOff(); edges.NonManifoldEdgesOff(); edges.ManifoldEdgesOff()
        edges.Update()
        assert edges.GetOutput().GetNumberOfCells() == 0  # no edge of one face only
        mass = vtkMassProperties()
        mass.SetInputConnection(triangles.GetOutputPort())
        assert math.isclose(mass.GetVolume(), volume, rel_tol=1e-6), (mass.GetVolume(), volume)
)",
                           "python3-vtk9 is");
    }
  }
}
