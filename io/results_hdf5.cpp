#include "io/results_hdf5.hpp"

#include <hdf5.h>

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/error.hpp"
#include "io/atomic_file.hpp"

namespace lacuna::io {
namespace {

template <class Result>
Result checked(Result result) {
  if (result < 0) throw RuntimeFailure("results.h5 cannot be made: HDF5 refuses; is there enough memory?");
  return result;
}

/// An HDF5 identifier, closed at the end of its scope.
class Handle {
 public:
  using Close = herr_t (*)(hid_t);
  Handle(hid_t id, Close close) : id_(checked(id)), close_(close) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  Handle& operator=(Handle&&) = delete;
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  operator hid_t() const { return id_; }  // NOLINT(google-explicit-constructor): what HDF5's functions take

 private:
  hid_t id_;
  Close close_;
};

// Of a group, a dataset or a file: without times, members in the order in which they are made.
Handle properties(hid_t kind) {
  Handle list(H5Pcreate(kind), H5Pclose);
  if (kind != H5P_FILE_CREATE) checked(H5Pset_obj_track_times(list, false));
  if (kind != H5P_DATASET_CREATE)
    checked(H5Pset_link_creation_order(list, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  return list;
}

Handle text_type() {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  checked(H5Tset_size(type, H5T_VARIABLE));
  checked(H5Tset_cset(type, H5T_CSET_UTF8));
  return type;
}

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
    const Handle dataset(H5Dcreate2(group, column.name.c_str(), in_file, space, H5P_DEFAULT, created, H5P_DEFAULT),
                         H5Dclose);
    if (size > 0) checked(H5Dwrite(dataset, in_memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, values));
    if (!column.unit.empty()) add_unit(dataset);
  }

  void add_unit(hid_t dataset) const {
    const Handle type = text_type();
    const Handle space(H5Screate(H5S_SCALAR), H5Sclose);
    const Handle attribute(H5Acreate2(dataset, "units", type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
    const char* text = column.unit.c_str();
    checked(H5Awrite(attribute, type, &text));
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
    const Handle group(H5Gcreate2(file, table.name().c_str(), H5P_DEFAULT, grouped, H5P_DEFAULT), H5Gclose);
    for (const Column& column : table.columns()) std::visit(WriteColumn{group, column}, column.values);
  }
  checked(H5Fflush(file, H5F_SCOPE_GLOBAL));
  std::string image(static_cast<std::size_t>(checked(H5Fget_file_image(file, nullptr, 0))), '\0');
  checked(H5Fget_file_image(file, image.data(), image.size()));
  return image;
}

}  // namespace

bool has_hdf5() { return true; }

void write_hdf5(const std::filesystem::path& path, std::span<const Table> tables) {
  checked(H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr));  // it would print, which a library part does not
  replace_file(path, file_image(tables));
}

}  // namespace lacuna::io
