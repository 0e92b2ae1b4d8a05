#pragma once

#include <cmath>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <optional>
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

class Writer;
class Reader;

/// What every part with state does.
template <class T>
concept Saved = requires(T t, const T& c, Writer& w, Reader& r) {
  c.save(w);
  t.load(r);
};

/// What is written as the bytes that it consists of. Any bytes must be a value of it: a class that
/// holds a bool, an enum or an optional is Saved instead.
template <class T>
concept Plain = std::is_trivially_copyable_v<T> && !Saved<T>;

/// Collects state as bytes. Each part saves itself with `put`, and reads itself back in the same
/// order with Reader::get.
class Writer {
 public:
  template <Plain T>
  void put(const T& value) {
    const auto* bytes = reinterpret_cast<const char*>(&value);
    bytes_.append(bytes, sizeof value);
  }
  template <Saved T>
  void put(const T& value) {
    value.save(*this);
  }
  template <class T>
  void put(const std::optional<T>& value) {
    put(value.has_value());
    if (value) put(*value);
  }
  template <Plain T>
  void put(const std::vector<T>& values) {
    put<std::uint64_t>(values.size());
    if (!values.empty())
      bytes_.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
  }
  template <Saved T>
  void put(const std::vector<T>& values) {
    put<std::uint64_t>(values.size());
    for (const T& value : values) put(value);
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
/// allocates nothing that the remaining bytes cannot fill. A right checksum does not make a state
/// that can be: whoever reads an index, a length of time or anything else that is trusted later
/// says what it may be.
class Reader {
 public:
  /// `file`: whose bytes these are, for messages.
  explicit Reader(std::string bytes, std::string file = "the checkpoint")
      : bytes_(std::move(bytes)), file_(std::move(file)) {}

  /// Anything but NaN.
  template <Plain T>
  requires(!std::is_enum_v<T>) void get(T& value) {
    take(&value, sizeof value);
    if constexpr (std::is_floating_point_v<T>)
      if (std::isnan(value)) refuse("holds what is not a number");
  }
  void get(bool& value) { value = get_within<std::uint8_t>(0, 1) != 0; }
  template <Saved T>
  void get(T& value) {
    value.load(*this);
  }
  template <class T>
  void get(std::optional<T>& value) {
    value.reset();
    if (get<bool>()) get(value.emplace());
  }
  template <class T>
  [[nodiscard]] T get() {
    T value;
    get(value);
    return value;
  }
  /// A number or an enumerator from `least` to `most`.
  template <class T>
  requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  [[nodiscard]] T get_within(T least, T most) {
    T value;
    take(&value, sizeof value);
    if (!(value >= least && value <= most)) refuse("holds a number that cannot be");
    return value;
  }
  template <Plain T>
  void get(std::vector<T>& values) {
    values.resize(length(sizeof(T)));
    if (!values.empty()) take(values.data(), values.size() * sizeof(T));
  }
  template <Saved T>
  void get(std::vector<T>& values) {
    values.clear();
    for (auto left = get<std::uint64_t>(); left > 0; --left) get(values.emplace_back());
  }
  void get(std::string& text) {
    text.resize(length(1));
    take(text.data(), text.size());
  }
  /// Throws unless everything was read: a part that saved more than it loads is a bug or a
  /// checkpoint of another version.
  void finish() const;
  /// Throws CheckpointError: the file, why, and what to do.
  [[noreturn]] void refuse(const std::string& why) const;

 private:
  void take(void* to, std::size_t bytes);
  [[nodiscard]] std::size_t length(std::size_t item);

  std::string bytes_, file_;
  std::size_t at_ = 0;
};

/// Write a checkpoint file (replace_file), so that a crash leaves the old or the new one.
/// `fingerprint` identifies the input, `format` the meaning of the bytes.
/// Layout: "LACUNACP", format (u32), CRC-32 of all that follows (u32), fingerprint (u64), payload
/// length (u64), payload; native (little-endian) byte order.
/// Throws SystemFailure when the file system refuses.
void save_checkpoint(const std::filesystem::path&, std::uint32_t format, std::uint64_t fingerprint,
                     const Writer&);

/// Read one. Throws CheckpointError if it is not a checkpoint, damaged, of another format or of
/// another input; SystemFailure if it cannot be read.
[[nodiscard]] Reader load_checkpoint(const std::filesystem::path&, std::uint32_t format,
                                     std::uint64_t fingerprint);

}  // namespace lacuna::kmc
