#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace lacuna {

/// An open file or folder, which closes itself. It keeps its path for messages: what the system
/// refuses is a SystemFailure that names it.
class Descriptor {
 public:
  /// None.
  Descriptor() = default;
  /// open(2); a file that it makes is for everybody but for the umask. Where it fails errno says
  /// why, and nothing is thrown.
  Descriptor(std::filesystem::path path, int flags);
  /// The same, of a file that has to open. `action` is what is said to have failed.
  [[nodiscard]] static Descriptor opened(std::filesystem::path path, int flags,
                                         std::string_view action = "open");
  /// A folder, to lock or to sync; empty: the working directory.
  [[nodiscard]] static Descriptor folder(const std::filesystem::path& path);

  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  [[nodiscard]] bool is_open() const { return number_ >= 0; }
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  // All below REQUIRE is_open().

  /// write(2) until all of `bytes` is out, signals and short writes included.
  void write(std::string_view bytes) const;
  /// read(2) of at most `most` bytes; how many there were, 0 at the end.
  [[nodiscard]] std::size_t read(char* to, std::size_t most) const;
  /// All bytes from here to the end.
  [[nodiscard]] std::string read_rest() const;
  /// [B]
  [[nodiscard]] std::uint64_t size() const;
  /// Goes to its end, which is returned [B].
  std::uint64_t go_to_end() const;  // NOLINT(modernize-use-nodiscard): or just goes there
  /// Drops what is beyond a size [B].
  void cut_back(std::uint64_t size) const;
  /// fsync(2), so that a checkpoint never points at bytes that a crash could still take away.
  void sync() const;

  /// Is it what its path leads to?
  [[nodiscard]] bool is_in_place() const;
  /// Throws unless it is: moved or removed, what is written to it would be lost, or belong to
  /// nobody.
  void require_in_place() const;

 private:
  std::filesystem::path path_;
  int number_ = -1;
};

}  // namespace lacuna
