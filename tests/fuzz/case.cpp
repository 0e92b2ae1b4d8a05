#include "io/input/run_input.hpp"
#include "tests/fuzz/settings.hpp"
#include "tests/fuzz/target.hpp"

// A case and settings: refused, or read to what its echo reads to.
void lacuna::fuzz::target(std::string_view input) {
  const WithSettings given = with_settings(input);
  const auto read = unless_refused(
      [&] { return io::parse_case(given.text, "fuzzed", "/nowhere", given.settings); });
  if (!read) return;
  const io::RunInput again = io::parse_case(read->canonical, "echo", "/");
  require(again.canonical == read->canonical, "the echo of a case reads to another one");
  require(io::fingerprint(again) == io::fingerprint(*read),
          "the echo of a case has another fingerprint");
}
