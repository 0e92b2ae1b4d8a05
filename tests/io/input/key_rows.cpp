#include "io/input/key_rows.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>

using namespace lacuna;
using namespace lacuna::io;

namespace {

struct Inner {
  double length = 1.0;
  std::optional<double> width;
};
struct Input {
  std::optional<Inner> inner;
  std::string file, held;
  io::SideFiles files;
};

}  // namespace

TEST_CASE("a field leads through what is optional, for reading and for writing") {
  Input input;
  input.inner.emplace();
  const auto length = rows::field(&Input::inner, &Inner::length);
  length(input) = 3.0;
  const Input& same = input;
  CHECK(length(same) == 3.0);
}

TEST_CASE("a number is stored in internal units, and may be absent") {
  const auto key =
      rows::number("width_nm", "nm", 10, {0, 9}, "", rows::field(&Input::inner, &Inner::width));
  Input input;
  input.inner.emplace();
  CHECK_FALSE(key.stored(input).has_value());
  key.set(input, 0.3);
  CHECK(input.inner->width == 0.3 * 10);
  CHECK(key.stored(input) == Value(0.3));
}

TEST_CASE("an optional section is there once it is entered, and `none` takes it away") {
  const auto key = rows::optional_section(
      "inner", rows::Unless::given, "", rows::field(&Input::inner),
      {rows::number("length_A", "Å", 1, {0, 9}, "", rows::field(&Input::inner, &Inner::length))});
  Input input;
  CHECK(key.stored(input) == Value(std::string("none")));
  key.enter(input);
  CHECK(key.present(input));
  CHECK_FALSE(key.stored(input).has_value());
  key.set(input, std::string("none"));
  CHECK_FALSE(key.present(input));
}

TEST_CASE("a file is read when its path is given, and counts by what it held") {
  const auto key = rows::file(
      "table", "table", "", rows::field(&Input::file),
      [](Input& in, const io::SideFile& file) { in.held = file.text; },
      [](const Input& in) { return in.held; });
  Input input;
  CHECK_FALSE(key.stored(input).has_value());
  const test::TemporaryDirectory folder;
  test::put(folder / "a.csv", "123456789");
  key.set(input, (folder / "a.csv").string());
  CHECK(key.stored(input) == Value(std::string("inputs/a.crc32-cbf43926.csv")));
  CHECK(key.content(input) == "123456789");
}
