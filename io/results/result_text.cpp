#include "io/results/result_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "core/constants.hpp"
#include "io/results/currents.hpp"
#include "io/store/summary.hpp"

namespace lacuna::io {

using interface::Censored;
using interface::Ending;
using interface::OnsetResult;
using interface::Reason;

namespace {

const char* said(Reason reason) {
  switch (reason) {
    case Reason::onset: return "onset was detected";
    case Reason::all_onsets: return "every detector has fired";
    case Reason::protocol_end: return "the protocol is over";
    case Reason::limit: return "a limit of the case was reached";
    case Reason::delaminated: return "no contact atom is left: total delamination";
    case Reason::void_at_top:
      return "a void reached the top of the explicit layers; take more of them";
    case Reason::not_stationary:
      return "the coverage did not become stationary at the starting current";
    case Reason::nothing_to_fill:
      return "plating, with no interface vacancy left to fill and a closed far side";
    case Reason::interrupted: return "interrupted";
  }
  return "";
}

/// One line of the table of onsets.
std::string onset_row(const std::string& by, const std::string& current, const std::string& charge,
                      const std::string& coverage, const std::string& largest,
                      const std::string& remark) {
  std::string line = fmt::format("  {:<12}{:<20}{:<12}{:<12}{:<17}{}", by, current, charge,
                                 coverage, largest, remark);
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

std::string onset_row(const OnsetResult& onset, bool primary) {
  const std::string name = fmt::format("{}{}", word_of(onset.detector), primary ? " *" : "");
  if (!onset.applicable) return fmt::format("  {:<12}not applicable to this protocol\n", name);
  if (!onset.detected) {
    return fmt::format("  {:<12}none up to {} (censored: {})\n", name, current_text(onset.density),
                       word_of(onset.censored));
  }
  std::string remark =
      onset.censored == Censored::no ? "" : fmt::format("censored: {}", word_of(onset.censored));
  if (onset.cycle > 0)
    remark += fmt::format("{}in cycle {}, after {:.4g} s", remark.empty() ? "" : "; ", onset.cycle,
                          onset.time);
  return onset_row(name, current_text(onset.density), fmt::format("{:.2f} ML", onset.monolayers),
                   fmt::format("{:.4f}", onset.coverage), fmt::format("{}", onset.largest_cluster),
                   remark);
}

std::string quasi_static_line(const Ending& ending) {
  if (!ending.quasi_static.lag)
    return "lag 1 - absorbed/stripped: not known: onset, or the first void, came within two "
           "monolayers of the start\n";
  return fmt::format(
      "lag 1 - absorbed/stripped, mean over the ramp: {:.2f} % ({})\n",
      100 * *ending.quasi_static.lag,
      ending.quasi_static.ok ? "quasi-static: at most 5 %" : "above 5 %: the ramp was too fast");
}

}  // namespace

std::string result_text(const RunInput& input, const Ending& ending,
                        const std::filesystem::path& directory) {
  std::string text =
      fmt::format("{}: {} K, seed {}\nended: {} ({:.4g} s, {:.2f} monolayers, {} hops)\n",
                  input.values.name, input.values.temperature, input.seed, said(ending.reason),
                  ending.last.time, ending.last.monolayers, ending.last.events.hops());
  const bool cycling = std::any_of(ending.onsets.begin(), ending.onsets.end(),
                                   [](const OnsetResult& onset) { return onset.cycle > 0; });
  text +=
      "onset (* primary detector)\n" + onset_row("by", "current", cycling ? "net charge" : "charge",
                                                 "coverage", "largest cluster", "");
  for (const OnsetResult& onset : ending.onsets) {
    const bool primary = onset.detector == input.values.onset.primary;
    if (primary || onset.detector != interface::Detector::growth) text += onset_row(onset, primary);
  }
  text += quasi_static_line(ending);
  if (ending.far_field)
    text += fmt::format(
        "far field: vacancy fraction at zone top: mean {:.2g}, max {:.2g} ({}); explicit layers: "
        "max "
        "{}\n",
        ending.far_field->mean, ending.far_field->highest,
        ending.far_field->crowded_from ? "not dilute" : "dilute", ending.far_field->most_layers);
  for (const std::string& warning : ending.warnings) text += fmt::format("warning: {}\n", warning);
  return text + fmt::format("files: {}\n", directory.string());
}

std::string headline(const RunInput& input, const std::optional<Ending>& ending) {
  if (!ending) return "This run is not finished.";
  const OnsetResult& onset =
      ending->onsets.at(static_cast<std::size_t>(input.values.onset.primary));
  const std::string current = fmt::format("{:.3g} mA/cm²", onset.density / constants::mA_per_cm2);
  const char* by = word_of(onset.detector);
  if (!onset.applicable) return fmt::format("The run ended: {}.", said(ending->reason));
  if (!onset.detected) return fmt::format("Contact held up to {} (by {}).", current, by);
  if (onset.censored == Censored::left)
    return fmt::format("Contact was lost at {} or below (by {}).", current, by);
  if (onset.cycle > 0)
    return fmt::format(
        "Contact was lost at {} (by {}), in cycle {} after {:.3g} s, at a net charge of {:.3g} "
        "monolayers.",
        current, by, onset.cycle, onset.time, onset.monolayers);
  return fmt::format("Contact was lost at {} (by {}), after {:.3g} monolayers.", current, by,
                     onset.monolayers);
}

}  // namespace lacuna::io
