#pragma once

#include <filesystem>
#include <string>

#include "interface/observer.hpp"
#include "io/append_file.hpp"
#include "io/input/run_input.hpp"

namespace lacuna::io {

/// log.lacuna: a run as one reads it in a terminal. What is run, a line of the most important
/// columns of the series about every monolayer, and how it ended. For eyes and `tail -f`: exact
/// numbers are in series.csv and summary.json.
class RunLog : public interface::Observer {
 public:
  /// Writes into `directory`, which must exist when the first sample comes.
  RunLog(const std::filesystem::path& directory, const RunInput& input);

  void sample(const interface::Sample&, const lattice::Occupation&,
              const lattice::Clusters&) override;
  void end(const interface::Sample&, const lattice::Occupation&) override;
  void save(kmc::Writer&) override;
  void load(kmc::Reader&) override;
  /// How it ended, below. Everything is on the disk when this returns.
  void finish(const interface::Ending&);

 private:
  void start_if_new();
  [[nodiscard]] bool has_line(const interface::Sample& sample) const {
    return sample.index % every_ == 0;
  }

  std::string head_;
  std::uint64_t every_;  ///< samples from line to line
  AppendFile file_;
};

/// The lines of one sample and of an ending.
[[nodiscard]] std::string log_line(const interface::Sample&);
[[nodiscard]] std::string log_ending(const interface::Ending&);

}  // namespace lacuna::io
