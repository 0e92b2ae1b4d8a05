#include "io/store/run_log.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "core/constants.hpp"
#include "tests/says.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
using test::says;

namespace {

/// A run of samples a quarter of a monolayer apart, of which the log is asked.
struct LoggedRun {
  LoggedRun() {
    input.values.name = "bare";
    input.values.sample_monolayers = 0.25;
    input.seed = 7;
  }
  static interface::Sample at(std::uint64_t index) {
    interface::Sample sample;
    sample.index = index;
    sample.monolayers = 0.25 * static_cast<double>(index);
    sample.density = 1e5 * constants::mA_per_cm2;
    return sample;
  }
  void show(io::RunLog& log, std::uint64_t from, std::uint64_t to) const {
    for (std::uint64_t n = from; n < to; ++n) log.sample(at(n), occupation, {});
  }
  [[nodiscard]] std::string text() const { return test::contents(directory / "log.lacuna"); }

  io::RunInput input;
  lattice::Slab slab{lattice::Normal::n110, 4.29, {4, 3}, 3};
  lattice::Occupation occupation{slab};
  test::TemporaryDirectory directory;
};

std::size_t lines_of(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("the log says what is run, has a line for each monolayer and the last, and the ending") {
  const LoggedRun run;
  io::RunLog log(run.directory.path(), run.input);
  run.show(log, 0, 10);
  log.end(LoggedRun::at(9), run.occupation);
  interface::Ending ending;
  ending.reason = interface::Reason::onset;
  ending.onsets[0].detected = true;
  ending.onsets[0].monolayers = 2.25;
  log.finish(ending);
  const std::string text = run.text();
  CHECK(says(text, "bare: 300 K, seed 7"));
  CHECK(lines_of(text.substr(text.find("sample"), text.find("ended") - text.find("sample"))) ==
        1 + 3 + 1 + 1);  // heading, samples 0, 4 and 8, the last, an empty line
  CHECK(says(text, "ended: onset"));
  CHECK(says(text, "2.25 monolayers"));
}

TEST_CASE("a log goes on from where it was saved as if it had never stopped") {
  const LoggedRun straight, resumed;
  io::RunLog whole(straight.directory.path(), straight.input);
  straight.show(whole, 0, 30);
  whole.finish({});
  kmc::Writer saved;
  {
    io::RunLog first(resumed.directory.path(), resumed.input);
    resumed.show(first, 0, 11);
    first.save(saved);
    resumed.show(first, 11, 20);  // lost
  }
  io::RunLog second(resumed.directory.path(), resumed.input);
  kmc::Reader reader(saved.bytes());
  second.load(reader);
  resumed.show(second, 11, 30);
  second.finish({});
  CHECK(resumed.text() == straight.text());
}
