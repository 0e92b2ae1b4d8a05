#include "io/results/gnuplot.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): setenv is POSIX

#include <optional>
#include <string>

#include "core/error.hpp"

using namespace lacuna;

namespace {

/// TMPDIR while a test looks.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(const char* path) {
    if (const char* const before = ::getenv(name)) before_ = before;
    ::setenv(name, path, 1);
  }
  ~TemporaryFolder() {
    if (before_)
      ::setenv(name, before_->c_str(), 1);
    else
      ::unsetenv(name);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

 private:
  static constexpr const char* name = "TMPDIR";
  std::optional<std::string> before_;
};

}  // namespace

TEST_CASE("without a folder for temporary files there is no plot, and the rest goes on") {
  const TemporaryFolder nowhere("/nowhere/at/all");
  const io::Figure figure{"line", "plot x\n"};
  CHECK(io::in_characters(figure).find("the folder for temporary files not be written to") !=
        std::string::npos);
  CHECK_THROWS_WITH_AS(static_cast<void>(io::as_svg(figure)), doctest::Contains("line.svg"),
                       RuntimeFailure);
}
