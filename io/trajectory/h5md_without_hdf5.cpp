#include "core/error.hpp"
#include "io/trajectory/h5md.hpp"

namespace lacuna::io {

bool has_hdf5() { return false; }

std::unique_ptr<FrameSink> h5md_sink(const ExportPlan&, std::uint64_t, std::uint64_t) {
  throw RuntimeFailure(
      "this program was built without HDF5: install libhdf5-dev and build it again, or export "
      "extxyz");
}

}  // namespace lacuna::io
