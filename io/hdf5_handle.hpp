#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "core/error.hpp"

// What the writers of HDF5 files share. Their sources include <hdf5.h>, whose hid_t is an int64_t
// and herr_t an int.
namespace lacuna::io::hdf5 {

/// Throws RuntimeFailure where HDF5 reports one.
template <class Result>
Result checked(Result result) {
  if (result < 0)
    throw RuntimeFailure("an HDF5 file cannot be written: is the disk full, or memory short?");
  return result;
}

/// An HDF5 identifier, closed at the end of its scope.
class Handle {
 public:
  using Close = int (*)(std::int64_t);
  Handle(std::int64_t id, Close close) : id_(checked(id)), close_(close) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  Handle& operator=(Handle&&) = delete;
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  operator std::int64_t() const { return id_; }  // implicit: what HDF5's functions take

 private:
  std::int64_t id_;
  Close close_;
};

/// HDF5 prints what goes wrong, which a library part does not; from now on it is silent.
void be_silent();

/// Creation properties of a group, a dataset or a file: without times, so that equal contents give
/// equal bytes; members in the order in which they are made.
[[nodiscard]] Handle properties(std::int64_t kind);

/// Strings of any length in UTF-8.
[[nodiscard]] Handle text_type();

/// Attribute of an object.
void put_attribute(std::int64_t object, const char* name, const std::string& text);

}  // namespace lacuna::io::hdf5
