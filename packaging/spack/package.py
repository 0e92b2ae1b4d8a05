# A recipe for Spack, as text: see packaging/README.md for what of it was tried.
from spack.package import *


class Lacuna(CMakePackage):
    """Lattice kinetic Monte Carlo of stripping a metal electrode through a ceramic electrolyte."""

    license("BSD-3-Clause")
    version("main", branch="main")  # with: git = URL of a clone

    variant("python", default=False, description="the package of Python")

    depends_on("cxx", type="build")
    depends_on("c", type="build")
    depends_on("cmake@3.25:", type="build")
    depends_on("boost@1.74:")
    depends_on("random123")
    depends_on("cxxopts@3:", type="build")
    depends_on("yaml-cpp@0.7:")
    depends_on("fmt@9:")
    depends_on("nlohmann-json@3.11:")
    depends_on("zlib-api")
    depends_on("libpng")
    depends_on("sundials+cvode")
    depends_on("fftw@3:")
    depends_on("hdf5~mpi")
    depends_on("mpi")
    with when("+python"):
        extends("python")
        depends_on("python@3.9:")
        depends_on("py-pybind11@2.10:", type="build")
        depends_on("py-numpy", type="run")
        depends_on("py-pandas", type="run")
        depends_on("py-pyyaml", type="run")

    def cmake_args(self):
        arguments = [
            self.define_from_variant("LACUNA_PYTHON_MODULE", "python"),
            self.define("LACUNA_TESTS", False),
            self.define("LACUNA_BENCHMARKS", False),
            self.define("LACUNA_REPORT", False),  # the page of reports fetches its libraries by npm
        ]
        if self.spec.satisfies("+python"):
            arguments.append(self.define("LACUNA_PYTHON_DIR", python_platlib))
        return arguments
