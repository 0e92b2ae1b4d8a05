#include "core/version.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <string_view>

using lacuna::build_info;

TEST_CASE("the version is three numbers with dots between them") {
  const std::string_view version = build_info().version;
  CHECK(std::ranges::count(version, '.') == 2);
  CHECK(std::ranges::all_of(version,
                            [](unsigned char c) { return c == '.' || std::isdigit(c) != 0; }));
}

TEST_CASE("the revision is a git hash, marked when sources differ from it, or unknown") {
  std::string_view revision = build_info().revision;
  const std::string_view mark = "-dirty";
  if (revision.ends_with(mark)) revision.remove_suffix(mark.size());
  const bool hash = revision.size() >= 12 &&
                    revision.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  CHECK((hash || revision == "unknown"));
}

TEST_CASE("compiler, flags and libraries are the ones that this program was built with") {
#if defined(__clang__)
  const std::string_view compiler = "Clang 14";
#else
  const std::string_view compiler = "GNU 1";
#endif
  CHECK(build_info().compiler.find(compiler) != std::string_view::npos);
  CHECK(build_info().flags.find("-ffp-contract=off") != std::string_view::npos);
  for (const std::string_view library : {"Boost 1.", "yaml-cpp 0.", "fmt ", "zlib 1.", "HDF5"}) {
    CHECK(build_info().libraries.find(library) != std::string_view::npos);
  }
  CHECK(build_info().libraries.find("NOTFOUND") == std::string_view::npos);
}
