#include "kmc/checkpoint.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "tests/temporary_directory.hpp"

using namespace lacuna;
using kmc::CheckpointError, kmc::Reader, kmc::Writer;

namespace {

constexpr std::uint32_t format = 3;
constexpr std::uint64_t fingerprint = 0x0123456789abcdef;

Writer small_state() {
  Writer w;
  w.put(std::uint32_t{42});
  w.put(-1.5);
  w.put(std::string("sodium"));
  return w;
}

// What is said when a file is refused; empty if it is not. Any other exception passes through.
std::string refusal(const std::filesystem::path& file, std::uint32_t of_format = format,
                    std::uint64_t of_input = fingerprint) {
  try {
    (void)kmc::load_checkpoint(file, of_format, of_input);
  } catch (const CheckpointError& error) {
    return error.what();
  }
  return "";
}

bool contains(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

std::string failure(const std::function<void()>& action) {
  try {
    action();
  } catch (const RuntimeFailure& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("numbers, vectors and text come back from a checkpoint as they went in") {
  const test::TemporaryDirectory folder;
  Writer w;
  w.put(std::uint8_t{7});
  w.put(std::numeric_limits<double>::infinity());
  w.put(std::vector<double>{1.0, -0.0, 1e-300});
  w.put(std::vector<std::uint16_t>{});
  w.put(std::string("a\0b", 3));
  w.put(std::string());
  w.put(~std::uint64_t{0});
  kmc::save_checkpoint(folder / "checkpoint", format, fingerprint, w);

  Reader r = kmc::load_checkpoint(folder / "checkpoint", format, fingerprint);
  CHECK(r.get<std::uint8_t>() == 7);
  CHECK(r.get<double>() == std::numeric_limits<double>::infinity());
  std::vector<double> numbers{9.0};
  r.get(numbers);
  CHECK(numbers == std::vector<double>{1.0, -0.0, 1e-300});
  std::vector<std::uint16_t> nothing{1, 2};
  r.get(nothing);
  CHECK(nothing.empty());
  std::string text;
  r.get(text);
  CHECK(text == std::string("a\0b", 3));
  r.get(text);
  CHECK(text.empty());
  CHECK(r.get<std::uint64_t>() == ~std::uint64_t{0});
  CHECK_NOTHROW(r.finish());
}

TEST_CASE("a checkpoint of nothing is a checkpoint, and nothing but it is left in the folder") {
  const test::TemporaryDirectory folder;
  kmc::save_checkpoint(folder / "checkpoint", format, fingerprint, Writer{});
  CHECK_NOTHROW(kmc::load_checkpoint(folder / "checkpoint", format, fingerprint).finish());
  CHECK(test::names(folder) == std::vector<std::string>{"checkpoint"});
}

TEST_CASE("the bytes of a checkpoint are those that its header file describes") {
  const test::TemporaryDirectory folder;
  Writer state;
  state.put(std::uint16_t{0x0201});
  kmc::save_checkpoint(folder / "checkpoint", 5, 0x1122334455667788, state);
  const std::string bytes = test::contents(folder / "checkpoint");
  REQUIRE(bytes.size() == 8 + 4 + 4 + 8 + 8 + 2);
  CHECK(bytes.substr(0, 8) == "LACUNACP");
  CHECK(bytes.substr(8, 4) == std::string("\5\0\0\0", 4));
  CHECK(bytes.substr(16, 8) == "\x88\x77\x66\x55\x44\x33\x22\x11");
  CHECK(bytes.substr(24, 8) == std::string("\2\0\0\0\0\0\0\0", 8));
  CHECK(bytes.substr(32) == "\1\2");
}

TEST_CASE("a checkpoint cut short anywhere, or longer than it was, is refused") {
  const test::TemporaryDirectory folder;
  kmc::save_checkpoint(folder / "checkpoint", format, fingerprint, small_state());
  const std::string whole = test::contents(folder / "checkpoint");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    test::put(folder / "cut", whole.substr(0, size));
    const std::string why = refusal(folder / "cut");
    CHECK(contains(why, "cut: "));
    CHECK(contains(why, size < 16 ? "not a Lacuna checkpoint" : "damaged or cut short"));
    CHECK(contains(why, "cannot be resumed"));
  }
  test::put(folder / "long", whole + '\0');
  CHECK(contains(refusal(folder / "long"), "damaged"));
  CHECK(refusal(folder / "checkpoint").empty());
}

TEST_CASE("a checkpoint with any single bit flipped is refused") {
  const test::TemporaryDirectory folder;
  kmc::save_checkpoint(folder / "checkpoint", format, fingerprint, small_state());
  const std::string whole = test::contents(folder / "checkpoint");
  int taken = 0;
  for (std::size_t byte = 0; byte < whole.size(); ++byte)
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = whole;
      flipped[byte] = static_cast<char>(flipped[byte] ^ (1 << bit));
      test::put(folder / "flipped", flipped);
      if (refusal(folder / "flipped").empty()) ++taken;
    }
  CHECK(taken == 0);
}

TEST_CASE("what is not a checkpoint, or of another version or input, is refused with the reason") {
  const test::TemporaryDirectory folder;
  kmc::save_checkpoint(folder / "checkpoint", format, fingerprint, small_state());
  CHECK(contains(refusal(folder / "checkpoint", format + 1), "another version"));
  CHECK(contains(refusal(folder / "checkpoint", format + 1),
                 "checkpoint format 3, this program reads 4"));
  CHECK(contains(refusal(folder / "checkpoint", format, fingerprint + 1), "another input"));
  test::put(folder / "empty", "");
  CHECK(contains(refusal(folder / "empty"), "not a Lacuna checkpoint"));
  test::put(folder / "yaml", "name: bare\nseed: 1\ntemperature_K: 300\n");
  CHECK(contains(refusal(folder / "yaml"), "not a Lacuna checkpoint"));
  std::filesystem::create_directory(folder / "folder");
  const auto load = [&](const char* name) {
    return [&folder, name] { (void)kmc::load_checkpoint(folder / name, format, fingerprint); };
  };
  CHECK(contains(failure(load("folder")), "Is a directory"));
  CHECK(contains(failure(load("missing")), "No such file"));
}

TEST_CASE("a full disk leaves the checkpoint that was there, and says so") {
  const test::TemporaryDirectory folder;
  kmc::save_checkpoint(folder / "checkpoint", format, fingerprint, small_state());
  const std::string before = test::contents(folder / "checkpoint");
  std::filesystem::create_symlink("/dev/full", folder / "checkpoint.new");
  Writer other;
  other.put(std::uint64_t{1});
  const std::string said =
      failure([&] { kmc::save_checkpoint(folder / "checkpoint", format, fingerprint, other); });
  CHECK(contains(said, "No space left"));
  CHECK(contains(said, "free some space"));
  CHECK(test::contents(folder / "checkpoint") == before);
}

TEST_CASE("a checkpoint that cannot be created, or put in its place, fails and touches nothing") {
  const test::TemporaryDirectory folder;
  kmc::save_checkpoint(folder / "checkpoint", format, fingerprint, small_state());
  const std::string before = test::contents(folder / "checkpoint");
  std::filesystem::create_directory(folder / "checkpoint.new");
  CHECK(contains(
      failure([&] { kmc::save_checkpoint(folder / "checkpoint", format, fingerprint, Writer{}); }),
      "create"));
  CHECK(test::contents(folder / "checkpoint") == before);

  std::filesystem::create_directories(folder / "taken" / "by" / "others");
  CHECK(contains(
      failure([&] { kmc::save_checkpoint(folder / "taken", format, fingerprint, Writer{}); }),
      "replace"));
  CHECK(std::filesystem::exists(folder / "taken" / "by" / "others"));
  const auto nowhere = folder / "no" / "such" / "checkpoint";
  CHECK(contains(failure([&] { kmc::save_checkpoint(nowhere, format, fingerprint, Writer{}); }),
                 "No such file"));
}

TEST_CASE("what a crash left aside is overwritten by the next checkpoint") {
  const test::TemporaryDirectory folder;
  test::put(folder / "checkpoint.new", std::string(1000, 'x'));
  kmc::save_checkpoint(folder / "checkpoint", format, fingerprint, small_state());
  CHECK(refusal(folder / "checkpoint").empty());
  CHECK(test::names(folder) == std::vector<std::string>{"checkpoint"});
}

TEST_CASE(
    "a reader never reads past the end, and leaves no vector larger than what is left to read") {
  Writer w;
  w.put(std::uint32_t{1});
  Reader number(w.bytes());
  CHECK_THROWS_AS((void)number.get<std::uint64_t>(), CheckpointError);
  CHECK(number.get<std::uint32_t>() == 1);  // the failed attempt took nothing
  CHECK_THROWS_AS((void)number.get<std::uint8_t>(), CheckpointError);

  // lengths that are a little, or absurdly, too large; times 8 the second overflows to 0
  for (const std::uint64_t length : {std::uint64_t{2}, std::uint64_t{1} << 61, ~std::uint64_t{0}}) {
    Writer lie;
    lie.put(length);
    lie.put(1.0);
    std::vector<double> values;
    Reader vector(lie.bytes());
    CHECK_THROWS_AS(vector.get(values), CheckpointError);
    CHECK(values.empty());
    lie.put(std::uint8_t{0});
    std::string text;
    Reader string(lie.bytes());
    if (length > 9) CHECK_THROWS_AS(string.get(text), CheckpointError);
    CHECK(text.empty());
  }
}

TEST_CASE("a reader lets through only what a value may be, and names the file") {
  enum class Side : std::uint8_t { left, right };
  Writer w;
  w.put(true);
  w.put(Side::right);
  w.put(std::optional<double>(2.5));
  w.put(std::optional<double>());
  w.put(3);
  Reader r(w.bytes());
  CHECK(r.get<bool>());
  CHECK(r.get_within(Side::left, Side::right) == Side::right);
  std::optional<double> number;
  r.get(number);
  CHECK(number == 2.5);
  r.get(number);
  CHECK_FALSE(number.has_value());
  CHECK(r.get_within(3, 3) == 3);
  r.finish();

  const auto refused = [](const auto& written, auto read) {
    Writer bad;
    bad.put(written);
    Reader reader(bad.bytes(), "there/checkpoint");
    CHECK_THROWS_WITH_AS(read(reader), doctest::Contains("there/checkpoint: holds "),
                         CheckpointError);
  };
  constexpr std::uint8_t neither = 2;
  refused(neither, [](Reader& reader) { (void)reader.get<bool>(); });
  refused(neither, [](Reader& reader) { (void)reader.get_within(Side::left, Side::right); });
  refused(neither, [&](Reader& reader) { reader.get(number); });
  refused(-1, [](Reader& reader) { (void)reader.get_within(0, 7); });
  refused(8, [](Reader& reader) { (void)reader.get_within(0, 7); });
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  refused(nan, [](Reader& reader) { (void)reader.get<double>(); });
  refused(nan, [](Reader& reader) { (void)reader.get_within(0.0, 1.0); });
}

TEST_CASE("finish() complains about bytes that nobody read") {
  Reader r(small_state().bytes());
  CHECK_THROWS_AS(r.finish(), CheckpointError);
  (void)r.get<std::uint32_t>();
  (void)r.get<double>();
  CHECK_THROWS_AS(r.finish(), CheckpointError);
  std::string text;
  r.get(text);
  CHECK(text == "sodium");
  CHECK_NOTHROW(r.finish());
}
