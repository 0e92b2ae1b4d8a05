"""Builds the module lacuna._core by CMake from the tree that this file is in.

LACUNA_BUILD names a build directory that is there already, with Python's module (build/release); else one is made and thrown away.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

ROOT = pathlib.Path(__file__).resolve().parents[1]
SCRATCH = tempfile.TemporaryDirectory(prefix="lacuna-wheel-")


def version() -> str:
    found = re.search(r"project\(lacuna VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text(encoding="utf-8"))
    if found is None:
        raise SystemExit(f"{ROOT / 'CMakeLists.txt'} states no version: build the wheel in a clone of Lacuna")
    return found.group(1)


class BuildByCMake(build_ext):
    def build_extension(self, extension: Extension) -> None:
        build = os.environ.get("LACUNA_BUILD")
        if build is None:
            build = os.path.join(SCRATCH.name, "cmake")
            self.cmake("-S", str(ROOT), "-B", build, "-DCMAKE_BUILD_TYPE=Release", f"-DLACUNA_PYTHON={sys.executable}",
                       "-DLACUNA_TESTS=OFF", "-DLACUNA_BENCHMARKS=OFF", "-DLACUNA_REPORT=OFF")
        self.cmake("--build", build, "--target", "lacuna_python")
        made = pathlib.Path(build) / "python" / self.get_ext_filename(extension.name)
        if not made.is_file():
            raise SystemExit(f"{made} was not made: install python3-dev and pybind11-dev, then configure again")
        place = pathlib.Path(self.get_ext_fullpath(extension.name))
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made, place)

    def cmake(self, *words: str) -> None:
        subprocess.run(["cmake", *words], check=True)


# Nothing is left beside the sources.
setup(version=version(), ext_modules=[Extension("lacuna._core", sources=[])], cmdclass={"build_ext": BuildByCMake},
      options={"build": {"build_base": os.path.join(SCRATCH.name, "build")}, "egg_info": {"egg_base": SCRATCH.name}})
