#include "io/results/results_hdf5.hpp"

#include <hdf5.h>

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/replace_file.hpp"
#include "io/hdf5_handle.hpp"

namespace lacuna::io {
namespace {

using hdf5::checked;
using hdf5::Handle;
using hdf5::properties;
using hdf5::text_type;

struct WriteColumn {
  hid_t group;
  const Column& column;

  void operator()(const std::vector<double>& list) const {
    finish(H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, list.size(), list.data());
  }
  void operator()(const std::vector<std::uint64_t>& list) const {
    finish(H5T_STD_U64LE, H5T_NATIVE_UINT64, list.size(), list.data());
  }
  void operator()(const std::vector<std::string>& list) const {
    std::vector<const char*> texts;
    for (const std::string& text : list) texts.push_back(text.c_str());
    const Handle type = text_type();
    finish(type, type, texts.size(), texts.data());
  }

 private:
  void finish(hid_t in_file, hid_t in_memory, hsize_t size, const void* values) const {
    const Handle space(H5Screate_simple(1, &size, nullptr), H5Sclose);
    const Handle created = properties(H5P_DATASET_CREATE);
    const Handle dataset(
        H5Dcreate2(group, column.name.c_str(), in_file, space, H5P_DEFAULT, created, H5P_DEFAULT),
        H5Dclose);
    if (size > 0) checked(H5Dwrite(dataset, in_memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, values));
    if (!column.unit.empty()) hdf5::put_attribute(dataset, "units", column.unit);
  }
};

// The whole file is made in memory, so that it reaches the disk in one piece.
std::string file_image(std::span<const Table> tables) {
  constexpr std::size_t increment = std::size_t{1} << 20U;
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  checked(H5Pset_fapl_core(access, increment, false));
  const Handle created = properties(H5P_FILE_CREATE);
  const Handle file(H5Fcreate("results.h5", H5F_ACC_TRUNC, created, access), H5Fclose);
  for (const Table& table : tables) {
    const Handle grouped = properties(H5P_GROUP_CREATE);
    const Handle group(H5Gcreate2(file, table.name().c_str(), H5P_DEFAULT, grouped, H5P_DEFAULT),
                       H5Gclose);
    for (const Column& column : table.columns())
      std::visit(WriteColumn{group, column}, column.values);
  }
  checked(H5Fflush(file, H5F_SCOPE_GLOBAL));
  std::string image(static_cast<std::size_t>(checked(H5Fget_file_image(file, nullptr, 0))), '\0');
  checked(H5Fget_file_image(file, image.data(), image.size()));
  return image;
}

}  // namespace

void write_hdf5(const std::filesystem::path& path, std::span<const Table> tables) {
  hdf5::be_silent();
  replace_file(path, file_image(tables));
}

}  // namespace lacuna::io
