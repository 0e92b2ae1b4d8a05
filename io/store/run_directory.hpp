#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/descriptor.hpp"
#include "core/error.hpp"
#include "io/input/run_input.hpp"

namespace lacuna::io {

/// Another process is at work in a run's directory.
class Occupied : public InputError {
 public:
  using InputError::InputError;
};

/// What to do about a directory that already holds results.
enum class Opening : std::uint8_t { fresh, resume };

/// Does a finished run leave a file of that name, the same on every machine? Not so are timing.json
/// and what was made of it later: reports and exports.
[[nodiscard]] bool is_result_of_run(std::string_view name);

/// How far the run in a directory is.
enum class Standing : std::uint8_t {
  to_run,    ///< from the beginning, or from its checkpoint where there is one
  finished,  ///< its summary is in place
};

/// The directory of one run: names of its files, and who may write there.
///
/// Files (docs/outputs.md): copies of the files that the input names, and input.yaml first and
/// summary.json last, both put in place whole, so that their presence tells how far a run got,
/// whenever it was killed. A lock on the directory, which ends with the process, keeps a second run
/// out.
class RunDirectory {
 public:
  /// Makes the directory if need be, locks it, and writes input.yaml.
  /// Throws InputError, and has changed nothing, if results are there and `opening` is fresh, if
  /// they are of another input (the keys that differ are in the message), if another run is at work
  /// (Occupied), or if the directory cannot be made; RuntimeFailure if it cannot be written.
  RunDirectory(std::filesystem::path path, const RunInput& input, Opening opening);

  [[nodiscard]] Standing standing() const { return standing_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path file(const char* name) const { return path_ / name; }
  [[nodiscard]] std::filesystem::path checkpoint() const { return file("checkpoint"); }

  /// Of a finished run. Throws InputError if what a file that the input names holds (barrier table,
  /// sites, currents) is not what the run had.
  void require_same_files() const;
  /// Takes back what the constructor made, if nothing has been added to it since: for input that
  /// turns out to be unusable only when the run is set up.
  void withdraw();
  /// Puts summary.json in place, with the checksums of all files (io/store/sealed_summary.hpp),
  /// then removes the checkpoint: the run is finished.
  void finish(const std::string& summary);

 private:
  void settle_input(const RunInput&);
  void remove_checkpoint();

  std::filesystem::path path_;
  std::uint64_t identity_ = 0;  ///< of the input
  Standing standing_ = Standing::to_run;
  bool made_directory_ = false, made_input_ = false, made_copies_ = false;
  Descriptor lock_;
};

}  // namespace lacuna::io
