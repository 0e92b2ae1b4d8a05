#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "interface/case.hpp"
#include "interface/observer.hpp"

namespace lacuna::ensemble {

// The growth threshold (design §5): the current at which a void that is there at the start neither
// grows nor shrinks, an onset without the chances of nucleation. Trials at constant current, each
// from the start, end when the void has doubled or halved; their verdict is a sequential test, the
// threshold a bisection.

/// Wald's sequential probability ratio test (doi:10.1214/aoms/1177731118) of the chance that a void
/// grows: 1/4 against 3/4. Each trial then weighs a factor of three, so what counts is by how much
/// the growths outnumber the shrinks, or the other way round.
class GrowthTest {
 public:
  /// `confidence` of a verdict where the chance is 1/4 or less, or 3/4 or more; REQUIRES 0.5 <
  /// confidence < 1.
  explicit GrowthTest(double confidence);
  void add(bool grew) { balance_ += grew ? 1 : -1; }
  /// Does it grow? Empty: not known yet.
  [[nodiscard]] std::optional<bool> verdict() const;
  /// By how much one must outnumber the other.
  [[nodiscard]] int margin() const { return margin_; }

 private:
  int margin_;
  int balance_ = 0;
};

/// One run at constant current.
struct GrowthTrial {
  double density = 0.0;  ///< [1/(A^2 s)]
  std::uint64_t seed = 0;
  bool grew = false;
  double monolayers = 0.0;  ///< charge that it took
  std::uint64_t hops = 0;
};

struct GrowthResult {
  /// `density` is the geometric mean of `low` and `high`, or the current at which the trials could
  /// not tell; censored where every current tried was on one side. The rest is as at the end of the
  /// last trial.
  interface::OnsetResult onset;
  double low = 0.0;   ///< [1/(A^2 s)] largest current at which the void shrinks; 0: none was found
  double high = 0.0;  ///< [1/(A^2 s)] smallest at which it grows; infinite: none was found
  std::vector<GrowthTrial> trials;
  interface::Ending ending;  ///< for a summary: `onset` as the only one, the last sample, the
                             ///< events of all trials
};

/// Search for the growth threshold of a void of `initial.void_vacancies`, by `onset.growth`. Of the
/// protocol only the start of the search is taken: the middle of an explicit ramp in ln j,
/// a constant stripping current, or else j_pred, with bonds a hundredth of it. Depends on the case
/// and the seed alone. Empty: stop was asked for. Throws InputError for a bad case, or one whose
/// primary detector is not growth.
std::optional<GrowthResult> growth_threshold(const interface::Case&, std::uint64_t seed,
                                             const std::stop_token&);

}  // namespace lacuna::ensemble
