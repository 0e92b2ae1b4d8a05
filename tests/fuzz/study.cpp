#include "io/input/study_input.hpp"
#include "tests/fuzz/settings.hpp"
#include "tests/fuzz/target.hpp"

// A study with its base inside, and settings: refused, or read to what its echo reads to.
void lacuna::fuzz::target(std::string_view input) {
  const WithSettings given = with_settings(input);
  const auto read = unless_refused(
      [&] { return io::parse_study(given.text, "fuzzed", "/nowhere", given.settings); });
  if (!read) return;
  const io::StudyInput again = io::parse_study(read->canonical, "echo", "/");
  require(again.canonical == read->canonical, "the echo of a study reads to another one");
  require(io::fingerprint(again) == io::fingerprint(*read),
          "the echo of a study has another fingerprint");
}
