#include "app/trial.hpp"

#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

#include "interface/auto_ramp.hpp"
#include "interface/run.hpp"

namespace lacuna::app {
namespace {

using Clock = std::chrono::steady_clock;

/// Asks for a stop some time after the run began in earnest: after its first sample, as setting up
/// a large slab takes a while that grows with nothing else.
class Stopwatch : public interface::Observer {
 public:
  explicit Stopwatch(double seconds)
      : limit_(seconds), thread_([this](const std::stop_token& over) { wait(over); }) {}

  void sample(const interface::Sample&, const lattice::Occupation&,
              const lattice::Clusters&) override {
    if (begun_) return;
    const std::lock_guard lock(mutex_);
    start_ = Clock::now();
    begun_ = true;
    changed_.notify_one();
  }
  void save(kmc::Writer&) override {}
  void load(kmc::Reader&) override {}

  [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }
  [[nodiscard]] double elapsed() const {
    return std::chrono::duration<double>(Clock::now() - start_).count();
  }

 private:
  void wait(const std::stop_token& over) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait(lock, over, [this] { return begun_; })) return;
    changed_.wait_for(lock, over, limit_, [] { return false; });
    stop_.request_stop();
  }

  std::chrono::duration<double> limit_;
  Clock::time_point start_ = Clock::now();
  bool begun_ = false;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::stop_source stop_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace

Trial try_case(const io::RunInput& input, double seconds) {
  Stopwatch watch(seconds);
  const std::array<interface::Observer*, 1> observers{&watch};
  const interface::Case values = interface::with_expected_ramp(input.values);
  const interface::Ending ending = interface::run(values, input.seed, observers, {}, watch.token());
  Trial trial;
  trial.seconds = watch.elapsed();
  trial.whole_run = ending.reason != interface::Reason::interrupted;
  trial.hops = ending.last.events.hops();
  trial.strips = ending.last.events.stripped + ending.last.events.plated;
  return trial;
}

}  // namespace lacuna::app
