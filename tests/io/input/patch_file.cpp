#include "io/input/patch_file.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "interface/theory.hpp"
#include "io/input/run_input.hpp"
#include "tests/io/input/again.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;

namespace {

const lattice::Slab slab(lattice::Normal::n110, 4.29, {4, 3}, 6);  // 4 columns, 6 rows

std::vector<std::uint32_t> read_patch(const std::string& rows) {
  const test::TemporaryDirectory directory;
  test::put(directory / "p.csv", "i,j\n" + rows);
  return io::read_patch_file(io::read_side_file(directory / "p.csv", "test table"), slab);
}

std::vector<std::uint8_t> read_map(const std::filesystem::path& file) {
  return io::read_patch_map(io::read_side_file(file, "test table"), slab);
}

std::string case_of_patches(const std::string& patches) {
  return "metal: {lateral_cells: [4, 3], layers: 6}\n"
         "interface: {injection: {barrier_eV: 0.14}, segregation_eV: 0.05, patch: " +
         patches + "}\ncurrent: {constant: {j_mA_cm2: 1e7, monolayers: 1}}\nstop: end\n";
}

std::string small_case(const std::string& where) { return case_of_patches("{" + where + "}"); }

io::RunInput parsed(const std::string& where, const std::filesystem::path& folder = {}) {
  return io::parse_case(small_case(where), "case.yaml", folder);
}

}  // namespace

TEST_CASE("a patch file gives the numbers of its sites, and is written as it is read") {
  CHECK(read_patch("0,1\n3,5\n") == std::vector<std::uint32_t>{4, 23});
  std::vector<std::uint8_t> map(24, 0);
  map[4] = map[23] = 1;
  CHECK(io::patch_text(map, slab) == "i,j\n0,1\n3,5\n");
}

TEST_CASE("a map of several patches has a column that says which, and reads back") {
  std::vector<std::uint8_t> map(24, 0);
  map[4] = 2;
  map[23] = 1;
  const std::string text = io::patch_text(map, slab);
  CHECK(text == "i,j,patch\n0,1,2\n3,5,1\n");
  const test::TemporaryDirectory directory;
  test::put(directory / "p.csv", text);
  CHECK(read_map(directory / "p.csv") == map);
  test::put(directory / "p.csv", "i,j\n0,1\n");
  CHECK(read_map(directory / "p.csv")[4] == 1);
  test::put(directory / "p.csv", "i,j,patch\n0,1,8\n");
  CHECK_THROWS_WITH_AS(read_map(directory / "p.csv"),
                       doctest::Contains("p.csv:2: patch: '8' is out of range; 0 to 7"),
                       InputError);
}

TEST_CASE("sites of a patch outside the box, repeated or missing are refused with their line") {
  CHECK_THROWS_WITH_AS(read_patch("0,0\n4,0\n"),
                       doctest::Contains("p.csv:3: i: '4' is out of range; 0 to 3"), InputError);
  CHECK_THROWS_WITH_AS(read_patch("0,6\n"),
                       doctest::Contains("p.csv:2: j: '6' is out of range; 0 to 5"), InputError);
  CHECK_THROWS_WITH_AS(read_patch("1,2\n1,2\n"),
                       doctest::Contains("p.csv:3: the same site as in line 2"), InputError);
  CHECK_THROWS_WITH_AS(read_patch(""), doctest::Contains("no sites follow the header"), InputError);
}

TEST_CASE("what a patch leaves out is as outside of it, and any of three ways states adhesion") {
  const io::RunInput plain = parsed("stripes: {width_nm: 0.8, period_nm: 1.6}");
  REQUIRE(plain.values.ceramic.patches.size() == 1);
  const interface::Patch& patch = plain.values.ceramic.patches[0];
  CHECK(patch.sites.segregation == 0.05);
  CHECK(patch.sites.injection.barrier == 0.14);
  CHECK(patch.sites.strip_weight == 1);
  CHECK(std::get<interface::Stripes>(patch.shape).period == doctest::Approx(16));
  const io::RunInput wetting =
      parsed("work_of_adhesion_J_m2: 0.05, discs: {radius_nm: 0.5, spacing_nm: 2}");
  CHECK(interface::work_of_adhesion(wetting.values.metal,
                                    wetting.values.ceramic.patches[0].sites.segregation) ==
        doctest::Approx(0.05 * constants::J_per_m2));
  CHECK(wetting.values.ceramic.segregation == 0.05);
}

TEST_CASE("a case with a patch reads back from its echo, and has an identity by what it holds") {
  const test::TemporaryDirectory folder;
  test::put(folder / "p.csv", "i,j\n0,1\n3,5\n");
  test::put(folder / "q.csv", "i,j\n0,1\n3,4\n");
  for (const char* where : {"stripes: {width_nm: 0.8, period_nm: 1.6}",
                            "discs: {radius_nm: 0.5, spacing_nm: 2}, strip_weight: 2",
                            "random: {share: 0.3, correlation_nm: 0.4}",
                            "random: {share: 0.3, correlation_nm: 0.4, seed: 9}", "file: p.csv"}) {
    CAPTURE(where);
    const io::RunInput input = parsed(where, folder.path());
    const io::RunInput again = test::again(input);
    CHECK(again.canonical == input.canonical);
    CHECK(io::fingerprint(again) == io::fingerprint(input));
  }
  const std::string two = case_of_patches(
      "[{segregation_eV: 0.1, file: p.csv}, {strip_weight: 3, random: "
      "{share: 0.3, correlation_nm: 0.4}}]");
  const io::RunInput input = io::parse_case(two, "case.yaml", folder.path());
  REQUIRE(input.values.ceramic.patches.size() == 2);
  CHECK(input.values.ceramic.patches[0].sites.segregation == 0.1);
  CHECK(input.values.ceramic.patches[1].sites.segregation == 0.05);
  CHECK(input.values.ceramic.patches[1].sites.strip_weight == 3);
  const io::RunInput again = test::again(input);
  CHECK(again.canonical == input.canonical);
  CHECK(io::fingerprint(again) == io::fingerprint(input));
  CHECK(io::fingerprint(parsed("file: p.csv", folder.path())) !=
        io::fingerprint(parsed("file: q.csv", folder.path())));
}

TEST_CASE(
    "a patch says where it lies, once, and a shape that does not fit is named with its line") {
  CHECK_THROWS_WITH_AS(parsed("segregation_eV: 0.1"),
                       doctest::Contains("give one of stripes, discs, random, file, image"),
                       InputError);
  CHECK_THROWS_WITH_AS(
      parsed("stripes: {width_nm: 1, period_nm: 2}, discs: {radius_nm: 1, spacing_nm: 2}"),
      doctest::Contains("excludes interface.patch.stripes"), InputError);
  CHECK_THROWS_WITH_AS(parsed("stripes: {width_nm: 1, period_nm: 90}"),
                       doctest::Contains("case.yaml:2:"), InputError);
  CHECK_THROWS_WITH_AS(parsed("random: {share: 1.5, correlation_nm: 1}"),
                       doctest::Contains("interface.patch.random.share: '1.5' is out of range"),
                       InputError);
}

TEST_CASE("a list of one patch is that patch, and none is none") {
  const std::string where = "stripes: {width_nm: 0.8, period_nm: 1.6}";
  const auto canonical = [](const std::string& text) {
    return io::parse_case(text, "case.yaml", {}).canonical;
  };
  CHECK(canonical(case_of_patches("[{" + where + "}]")) == canonical(small_case(where)));
  CHECK(io::parse_case(case_of_patches("none"), "case.yaml", {}).values.ceramic.patches.empty());
}

TEST_CASE("what is wrong in a list of patches is named by the number of the patch, and its line") {
  const auto check_refused = [](const std::string& patches, const char* why) {
    CHECK_THROWS_WITH_AS(io::parse_case(case_of_patches(patches), "case.yaml", {}),
                         doctest::Contains(why), InputError);
  };
  const std::string one = "{random: {share: 0.3, correlation_nm: 0.4}}";
  check_refused("[" + one + ", {segregation_eV: 0.1}]",
                "interface.patch.2: give one of stripes, discs, random, file, image");
  check_refused("[" + one + ", {discs: {radius_nm: -1, spacing_nm: 2}}]",
                "interface.patch.2.discs.radius_nm: '-1' is out of range");
  check_refused("[" + one + ",\n {stripes: {width_nm: 1, period_nm: 90}}]",
                "case.yaml:3:26: interface.patch.2.stripes.period_nm: 90 nm");
  check_refused("[" + one + ", 3]", "interface.patch.2: expected a map of keys, got");
  check_refused("{1: " + one + "}", "interface.patch.1: unknown key");
  check_refused("[]", "interface.patch: expected a list of 1 to 7, got 0");
  std::string many = one;
  for (int n = 0; n < 7; ++n) many += ", " + one;
  check_refused("[" + many + "]", "interface.patch: expected a list of 1 to 7, got 8");
}

TEST_CASE("a setting changes one patch of a list, which it names by its number") {
  const std::string text = case_of_patches(
      "[{random: {share: 0.3, correlation_nm: 0.4}}, {stripes: {width_nm: 0.8, period_nm: "
      "1.6}}]");
  const auto with = [&](const std::string& setting) {
    return io::parse_case(text, "case.yaml", {}, std::vector{setting}).values.ceramic.patches;
  };
  CHECK(with("interface.patch.2.segregation_eV=0.1")[1].sites.segregation == 0.1);
  CHECK(with("interface.patch.2.segregation_eV=0.1")[0].sites.segregation == 0.05);
  CHECK(std::holds_alternative<interface::Discs>(
      with("interface.patch.1.discs={radius_nm: 0.5, spacing_nm: 2}")[0].shape));
  CHECK(with("interface.patch={stripes: {width_nm: 0.8, period_nm: 1.6}}").size() == 1);
  CHECK(with("interface.patch=none").empty());
  CHECK_THROWS_WITH_AS(with("interface.patch.3.strip_weight=2"),
                       doctest::Contains("there are 2 of them; give the list first"), InputError);
  CHECK_THROWS_WITH_AS(with("interface.patch.strip_weight=2"),
                       doctest::Contains("put the number of one before the key"), InputError);
  const std::string alone = small_case("random: {share: 0.3, correlation_nm: 0.4}");
  const io::RunInput one = io::parse_case(
      alone, "case.yaml", {}, std::vector<std::string>{"interface.patch.1.strip_weight=2"});
  CHECK(one.values.ceramic.patches[0].sites.strip_weight == 2);
}
