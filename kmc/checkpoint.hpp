#pragma once

#include <concepts>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/error.hpp"

namespace lacuna::kmc {

/// The state of a run could not be read back: truncated, corrupted, of another program version or
/// of another input.
class CheckpointError : public InputError {
 public:
  using InputError::InputError;
};

/// Collects state as bytes. Each part saves itself with `put`, and reads itself back in the same
/// order with Reader::get.
class Writer {
 public:
  template <class T>
  requires std::is_trivially_copyable_v<T>
  void put(const T& value) {
    const auto* bytes = reinterpret_cast<const char*>(&value);
    bytes_.append(bytes, sizeof value);
  }
  template <class T>
  requires std::is_trivially_copyable_v<T>
  void put(const std::vector<T>& values) {
    put<std::uint64_t>(values.size());
    if (!values.empty()) bytes_.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
  }
  void put(const std::string& text) {
    put<std::uint64_t>(text.size());
    bytes_.append(text);
  }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

/// Reads back what a Writer wrote. Throws CheckpointError instead of reading past the end, and
/// allocates nothing that the remaining bytes cannot fill.
class Reader {
 public:
  explicit Reader(std::string bytes) : bytes_(std::move(bytes)) {}

  template <class T>
  requires std::is_trivially_copyable_v<T>
  void get(T& value) { take(&value, sizeof value); }
  template <class T>
  requires std::is_trivially_copyable_v<T>
  [[nodiscard]] T get() {
    T value;
    get(value);
    return value;
  }
  template <class T>
  requires std::is_trivially_copyable_v<T>
  void get(std::vector<T>& values) {
    values.resize(length(sizeof(T)));
    if (!values.empty()) take(values.data(), values.size() * sizeof(T));
  }
  void get(std::string& text) {
    text.resize(length(1));
    take(text.data(), text.size());
  }
  /// Throws unless everything was read: a part that saved more than it loads is a bug or a
  /// checkpoint of another version.
  void finish() const;

 private:
  void take(void* to, std::size_t bytes);
  [[nodiscard]] std::size_t length(std::size_t item);

  std::string bytes_;
  std::size_t at_ = 0;
};

/// What every part with state does.
template <class T>
concept Saved = requires(T t, const T& c, Writer& w, Reader& r) {
  c.save(w);
  t.load(r);
};

/// Write a checkpoint file: aside, synced, then renamed, so that a crash leaves the old or the new
/// one. `fingerprint` identifies the input, `format` the meaning of the bytes.
/// Layout: "LACUNACP", format (u32), CRC-32 of all that follows (u32), fingerprint (u64), payload
/// length (u64), payload; native (little-endian) byte order.
/// Throws RuntimeFailure when the file system refuses.
void save_checkpoint(const std::filesystem::path&, std::uint32_t format, std::uint64_t fingerprint, const Writer&);

/// Read one. Throws CheckpointError if it is not a checkpoint, damaged, of another format or of
/// another input.
[[nodiscard]] Reader load_checkpoint(const std::filesystem::path&, std::uint32_t format, std::uint64_t fingerprint);

}  // namespace lacuna::kmc
