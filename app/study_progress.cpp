#include "app/study_progress.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ensemble/study_result.hpp"

namespace lacuna::app {
namespace {

std::uint64_t hops_of(const ensemble::Record& record) {
  if (const auto* outcome = std::get_if<ensemble::Outcome>(&record.found)) return outcome->hops;
  const auto* chosen = std::get_if<ensemble::ChosenRamp>(&record.found);
  return chosen ? chosen->hops : 0;
}

}  // namespace

void StudyProgressLine::operator()(const ensemble::StudyProgress& now) {
  if (line_.silent() || now.known == 0) return;
  if (now.last != nullptr) hops_ += hops_of(*now.last);
  const bool first_or_last = now.last == nullptr || now.done == now.known;
  if (!first_or_last && !line_.due()) return;
  if (now.last != nullptr) update_energies(now.records);
  const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  const double speed = static_cast<double>(hops_) / seconds;
  line_.show(study_progress_text(now.done, now.known, seconds, speed, energies_));
}

// With few resamples, as nobody reads intervals off a running line, and never more than a fiftieth
// of the time.
void StudyProgressLine::update_energies(const ensemble::Records& records) {
  const auto begin = Clock::now();
  if (begin - computed_ < std::max(std::chrono::duration<double>(2.0), 50 * computing_)) return;
  ensemble::Plan plan = plan_;
  plan.confidence.resamples = 49;
  plan.fit.reset();
  energies_.clear();
  for (const auto& branch : ensemble::analyse(plan, records).branches) {
    if (!branch.arrhenius) continue;
    const auto& energy = branch.arrhenius->activation_energy;
    energies_.push_back({plan.branches[branch.branch].slug, energy.value, energy.error});
  }
  computed_ = Clock::now();
  computing_ = computed_ - begin;
}

std::string study_progress_text(std::size_t done, std::size_t known, double seconds,
                                double hops_per_s, const std::vector<RunningEnergy>& energies) {
  std::string text = fmt::format("{}/{}", done, known);
  if (done > 0 && seconds > 0) {
    const double rate = static_cast<double>(done) / seconds;
    text += fmt::format("  {:.3g} tasks/min  {:.2f} Mhops/s", 60 * rate, hops_per_s / 1e6);
    if (done < known)
      text += fmt::format("  {} left", duration_text(static_cast<double>(known - done) / rate));
  }
  constexpr std::size_t most = 4;  // what fits a line
  for (std::size_t k = 0; k < std::min(most, energies.size()); ++k) {
    text += fmt::format("  {} {:.3f}({:.0f}) eV", energies[k].name, energies[k].value,
                        1000 * energies[k].error);
  }
  if (energies.size() > most) text += fmt::format("  and {} more", energies.size() - most);
  return text;
}

}  // namespace lacuna::app
