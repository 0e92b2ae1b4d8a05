#include "app/study_progress.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "ensemble/study_result.hpp"

namespace lacuna::app {
namespace {

double seconds(std::chrono::duration<double> time) { return time.count(); }

std::uint64_t hops_of(const ensemble::Record& record) {
  if (const auto* outcome = std::get_if<ensemble::Outcome>(&record.found)) return outcome->hops;
  const auto* chosen = std::get_if<ensemble::ChosenRamp>(&record.found);
  return chosen ? chosen->hops : 0;
}

}  // namespace

void StudyProgressLine::operator()(const ensemble::StudyProgress& now) {
  if (style_ == ProgressStyle::none || now.known == 0) return;
  if (now.last != nullptr) hops_ += hops_of(*now.last);
  const double between = style_ == ProgressStyle::live ? 0.2 : 10.0;
  const auto time = Clock::now();
  if (seconds(time - shown_) < between && now.done < now.known && now.last != nullptr) return;
  if (now.last != nullptr) update_energies(now.records);
  shown_ = time;
  const std::string line =
      study_progress_text(now.done, now.known, seconds(time - start_),
                          static_cast<double>(hops_) / seconds(time - start_), energies_);
  if (style_ == ProgressStyle::live) {
    fmt::print(stderr, "\r\x1b[K{}", line);
    on_line_ = true;
  } else {
    fmt::print(stderr, "{}\n", line);
  }
  std::fflush(stderr);
}

void StudyProgressLine::clear() {
  if (!on_line_) return;
  fmt::print(stderr, "\r\x1b[K");
  std::fflush(stderr);
  on_line_ = false;
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
