#include "core/error.hpp"
#include "io/results/results_hdf5.hpp"

// In place of results_hdf5.cpp where the program is built without HDF5.
namespace lacuna::io {

void write_hdf5(const std::filesystem::path& path, std::span<const Table>) {
  throw RuntimeFailure(
      path.string() +
      " is not written: this program was built without HDF5; install libhdf5-dev and build again");
}

}  // namespace lacuna::io
