#pragma once

#include <array>
#include <cstdint>
#include <limits>

#include "core/words.hpp"
#include "interface/case.hpp"
#include "kmc/checkpoint.hpp"

namespace lacuna::interface {

/// Is the value given, or only bounded, because onset lay outside what the ramp could see?
enum class Censored : std::uint8_t { no, left, right };
constexpr auto words_of(Censored) {
  return std::array{
      Word{Censored::no, "no"},
      Word{Censored::left, "left"},
      Word{Censored::right, "right"},
  };
}

/// What one detector found (design §9, `onset`).
struct OnsetResult {
  Detector detector = Detector::voltage;
  bool applicable = true;  ///< `voltage` needs a rising current, `growth` more than one run
  bool detected = false;
  Censored censored = Censored::right;
  // Of the moment of onset, or where observation ended: each has a row below.
  double density = 0.0;  ///< j [1/(A^2 s)]
  double time = 0.0;     ///< [s]
  double monolayers = 0.0;
  double coverage = 0.0;
  std::uint32_t largest_cluster = 0;  ///< near the interface

  void save(kmc::Writer&) const;
  void load(kmc::Reader&);
};

/// One of the numbers that tell of the moment, as readers get it.
struct OnsetNumber {
  /// What becomes of the internal number: a current density changes its unit, a coverage is told as
  /// the contact that is left.
  enum class Told : std::uint8_t { as_it_is, whole, current_density, rest_of_one };

  const char* name;  ///< in summary.json and in the columns of a study
  const char* unit;  ///< that readers get
  const char* doc;
  Told told;
  double (*get)(const OnsetResult&);
  void (*set)(OnsetResult&, double);  ///< REQUIRES what it allows

  /// Can it be that? What is counted is not negative, and fits.
  [[nodiscard]] constexpr bool allows(double value) const {
    constexpr double most = std::numeric_limits<std::uint32_t>::max();
    return told != Told::whole || (value >= 0 && value <= most);
  }
};

/// The one list of them: checkpoints, journals, summaries and tables follow.
inline constexpr std::array onset_numbers{
    OnsetNumber{"j_mA_cm2", "mA/cm²", "at onset, or the bound", OnsetNumber::Told::current_density,
                [](const OnsetResult& o) { return o.density; },
                [](OnsetResult& o, double value) { o.density = value; }},
    OnsetNumber{"time_s", "s", "at onset", OnsetNumber::Told::as_it_is,
                [](const OnsetResult& o) { return o.time; },
                [](OnsetResult& o, double value) { o.time = value; }},
    OnsetNumber{"charge_monolayers", "monolayers", "passed until onset",
                OnsetNumber::Told::as_it_is, [](const OnsetResult& o) { return o.monolayers; },
                [](OnsetResult& o, double value) { o.monolayers = value; }},
    OnsetNumber{"contact_fraction", "", "f = 1 − θ at onset", OnsetNumber::Told::rest_of_one,
                [](const OnsetResult& o) { return o.coverage; },
                [](OnsetResult& o, double value) { o.coverage = value; }},
    OnsetNumber{
        "largest_cluster", "vacancies", "near the interface at onset", OnsetNumber::Told::whole,
        [](const OnsetResult& o) { return static_cast<double>(o.largest_cluster); },
        [](OnsetResult& o, double v) { o.largest_cluster = static_cast<std::uint32_t>(v); }},
};

}  // namespace lacuna::interface
