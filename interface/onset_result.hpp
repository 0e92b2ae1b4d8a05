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
  // Each of what follows has a row below.
  bool applicable = true;  ///< `voltage` needs a rising current, `growth` more than one run
  bool detected = false;
  Censored censored = Censored::right;
  // Of the moment of onset, or where observation ended:
  double density = 0.0;  ///< j [1/(A^2 s)]
  double time = 0.0;     ///< [s]
  double monolayers = 0.0;
  double coverage = 0.0;
  std::uint32_t cycle = 0;            ///< from 1; 0: the current does not cycle
  std::uint32_t largest_cluster = 0;  ///< near the interface

  void save(kmc::Writer&) const;
  void load(kmc::Reader&);
};

/// One of the few-valued answers of a detector, as readers get it.
struct OnsetAnswer {
  const char* name;  ///< in summary.json, in records, and in the columns of a study
  const char* doc;
  bool known_without_result;          ///< also of a detector that does not apply
  std::uint8_t most;                  ///< values are 0 to that
  const char* (*word)(std::uint8_t);  ///< of a value; null: 0 is no, 1 is yes
  std::uint8_t (*get)(const OnsetResult&);
  void (*set)(OnsetResult&, std::uint8_t);  ///< REQUIRES a value that there is

  [[nodiscard]] constexpr bool is_yes_or_no() const { return word == nullptr; }
};

/// The one list of them: checkpoints, records, summaries and tables follow.
inline constexpr std::array onset_answers{
    OnsetAnswer{"applicable", "the detector can see an onset in this run", true, 1, nullptr,
                [](const OnsetResult& o) -> std::uint8_t { return o.applicable; },
                [](OnsetResult& o, std::uint8_t value) { o.applicable = value != 0; }},
    OnsetAnswer{"detected", "onset was seen", true, 1, nullptr,
                [](const OnsetResult& o) -> std::uint8_t { return o.detected; },
                [](OnsetResult& o, std::uint8_t value) { o.detected = value != 0; }},
    OnsetAnswer{
        "censored",
        "`no`; `right`: no onset up to `j_mA_cm2`, a lower bound; `left`: `j_mA_cm2` is "
        "only an upper bound",
        false, static_cast<std::uint8_t>(Censored::right),
        [](std::uint8_t value) { return word_of(static_cast<Censored>(value)); },
        [](const OnsetResult& o) { return static_cast<std::uint8_t>(o.censored); },
        [](OnsetResult& o, std::uint8_t value) { o.censored = static_cast<Censored>(value); }},
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

/// The one list of them, as above.
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
    OnsetNumber{"cycle", "", "of a current that cycles, from 1; 0: it does not",
                OnsetNumber::Told::whole,
                [](const OnsetResult& o) { return static_cast<double>(o.cycle); },
                [](OnsetResult& o, double v) { o.cycle = static_cast<std::uint32_t>(v); }},
    OnsetNumber{
        "largest_cluster", "vacancies", "near the interface at onset", OnsetNumber::Told::whole,
        [](const OnsetResult& o) { return static_cast<double>(o.largest_cluster); },
        [](OnsetResult& o, double v) { o.largest_cluster = static_cast<std::uint32_t>(v); }},
};

}  // namespace lacuna::interface
