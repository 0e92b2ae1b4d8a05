#include "io/input/picture_file.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "interface/patch.hpp"
#include "interface/theory.hpp"
#include "io/input/run_input.hpp"
#include "tests/io/input/again.hpp"
#include "tests/io/input/png.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;

namespace {

const std::string before_patches = "metal: {lateral_cells: [4, 3], layers: 6}\ninterface: {patch: ";
const std::string after_patches =
    "}\ncurrent: {constant: {j_mA_cm2: 1e7, monolayers: 1}}\nstop: end\n";  // 4 x 6 sites

/// Three greys in stripes along x.
std::vector<std::uint8_t> three_greys() {
  std::vector<std::uint8_t> greys;
  for (int n = 0; n < 24; ++n) greys.push_back(static_cast<std::uint8_t>(n / 8 * 100));
  return greys;
}

}  // namespace

TEST_CASE("a picture of greys is read as it is, from its lowest row upwards") {
  const test::TemporaryDirectory folder;
  const std::vector<std::uint8_t> greys{1, 2, 3, 0, 127, 255};
  test::put_png(folder / "a.png", 3, 2, greys);
  const interface::Pixels pixels =
      io::read_picture(io::read_side_file(folder / "a.png", "picture"));
  CHECK(pixels.columns == 3);
  CHECK(pixels.rows == 2);
  CHECK(pixels.greys == std::vector<std::uint8_t>{0, 127, 255, 1, 2, 3});
}

TEST_CASE("pictures with colours or more bits, and what is none, are refused with the file") {
  const test::TemporaryDirectory folder;
  const auto refused = [&](const char* why) {
    CHECK_THROWS_WITH_AS(
        static_cast<void>(io::read_picture(io::read_side_file(folder / "a.png", "picture"))),
        doctest::Contains(why), InputError);
  };
  test::put_png(folder / "a.png", 1, 1, {10, 20, 30}, test::PngForm::colours);
  refused("a.png: the picture has colours, transparency or 16 bits; save it as 8-bit greys");
  test::put_png(folder / "a.png", 1, 1, {10, 20}, test::PngForm::transparent);
  refused("transparency");
  test::put(folder / "a.png", "i,j\n0,0\n");
  refused("a.png: not a PNG that can be read");
  test::put_png(folder / "a.png", 4, 6, three_greys());
  const std::string whole = test::contents(folder / "a.png");
  test::put(folder / "a.png", whole.substr(0, whole.size() - 20));
  refused("not a PNG that can be read");
  std::filesystem::remove(folder / "a.png");
  refused("a.png");
}

TEST_CASE("ranges of greys are the patches of a list, and a case reads back from its echo") {
  const test::TemporaryDirectory folder;
  test::put_png(folder / "map.png", 4, 6, three_greys());
  const std::string text = before_patches +
                           "[{segregation_eV: 0.1, image: {file: map.png}}, {image: {file: "
                           "map.png, greys: [150, 220]}}]" +
                           after_patches;
  const io::RunInput input = io::parse_case(text, "case.yaml", folder.path());
  const auto map =
      interface::patch_map(input.values.ceramic.patches, interface::slab_of(input.values.metal), 1);
  for (std::size_t n = 0; n < map.size(); ++n) CHECK(map[n] == (n / 8 == 0 ? 2 : 1));
  const io::RunInput again = test::again(input);
  CHECK(again.canonical == input.canonical);
  CHECK(io::fingerprint(again) == io::fingerprint(input));
  test::put_png(folder / "map.png", 4, 6, std::vector<std::uint8_t>(24, 200));
  CHECK_THROWS_WITH_AS(io::parse_case(text, "case.yaml", folder.path()),
                       doctest::Contains("interface.patch.1: no site of the interface lies on it"),
                       InputError);
  std::vector<std::uint8_t> greys = three_greys();
  greys[0] = 1;
  test::put_png(folder / "map.png", 4, 6, greys);
  CHECK(io::fingerprint(io::parse_case(text, "case.yaml", folder.path())) !=
        io::fingerprint(input));
}

TEST_CASE("a picture of another size than the interface is refused, and both are named") {
  const test::TemporaryDirectory folder;
  test::put_png(folder / "map.png", 3, 8, three_greys());
  CHECK_THROWS_WITH_AS(
      io::parse_case(before_patches + "{image: {file: map.png}}" + after_patches, "case.yaml",
                     folder.path()),
      doctest::Contains("case.yaml:2:21: interface.patch.image: the picture has 3 x 8 pixels, but "
                        "the interface 4 x 6 sites"),
      InputError);
}

TEST_CASE("what is no picture at all is told without the words of a library") {
  const test::TemporaryDirectory folder;
  const auto refused = [&](const std::string& text, const char* why) {
    test::put(folder / "a.png", text);
    const io::SideFile file = io::read_side_file(folder / "a.png", "picture");
    CHECK_THROWS_WITH_AS(static_cast<void>(io::read_picture(file)), doctest::Contains(why),
                         InputError);
  };
  refused("", "a.png: the file is empty");
  refused("hello", "a.png: not a PNG that can be read; save the picture as one");
}
