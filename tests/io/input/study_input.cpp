#include "io/input/study_input.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "interface/theory.hpp"
#include "interface/vacancy_entropy.hpp"
#include "io/input/study_keys.hpp"
#include "tests/io/input/again.hpp"
#include "tests/io/input/example_studies.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
using ensemble::Task;
using ensemble::TaskKind;
using Settings = std::vector<std::string>;

namespace {

io::StudyInput with(const Settings& settings,
                    const test::StudyFolder& folder = test::StudyFolder()) {
  return io::read_study(folder.study(), settings);
}

std::string refusal(const std::string& study, const Settings& settings = {},
                    const std::string& base = test::base_case) {
  const test::StudyFolder folder(study, base);
  try {
    static_cast<void>(io::read_study(folder.study(), settings));
  } catch (const InputError& error) {
    return folder.without_folder(error.what());
  }
  return "accepted";
}

void check_refused(const std::string& study, const std::string& message,
                   const Settings& settings = {}) {
  const std::string text = refusal(study, settings);
  CAPTURE(text);
  CHECK(text.find(message) != std::string::npos);
}

// A study of one hypothesis; `more` is added to it at the top level.
std::string small(const std::string& more) {
  return "base: case.yaml\ntemperatures_K: [300]\nhypotheses: {one: {}}\n" + more;
}
std::string one(const std::string& hypothesis) {
  return "base: case.yaml\ntemperatures_K: [300]\nhypotheses: {one: " + hypothesis + "}\n";
}

const interface::Ramp& ramp_of(const io::RunInput& input) {
  return std::get<interface::Ramp>(input.values.current);
}

/// Two studies that differ in one key; `after` is set on top of `before`.
struct Change {
  std::string key;
  Settings before, after;
};

Change of_hypothesis(const std::string& key, const std::string& before, const std::string& after) {
  const auto only = [](const std::string& more) {
    return Settings{"hypotheses={one: {" + more + "}}"};
  };
  return {key, only(before), only(after)};
}
Change of_target(const std::string& key, const std::string& before, const std::string& after) {
  const auto only = [](const std::string& more) {
    return Settings{"fit.targets={one: {" + more + "}}"};
  };
  return {key, only(before), only(after)};
}

/// Of the full study with what it leaves out: every key is there to be changed.
std::uint64_t print_of(const test::StudyFolder& folder, Settings settings, const Settings& more) {
  settings.insert(settings.begin(),
                  {"replicas=8", "precision.E_A_eV=0.005", "extrapolate.thickness_um=200",
                   "grid={metal.layers: [8, 10], metal.lateral_nm: [[6, 6], [8, 8]]}"});
  settings.insert(settings.end(), more.begin(), more.end());
  return io::fingerprint(with(settings, folder));
}

/// Has every key below `section` a change that the identity sees, or a mark that it need not?
template <class Target>
void check_identity(const io::Key<Target>& section, const std::string& prefix,
                    const std::vector<Change>& changes, const test::StudyFolder& folder) {
  for (const io::Key<Target>& key : section.keys) {
    const std::string path = prefix + key.name;
    CAPTURE(path);
    if (key.is_section() && !key.changes_result) continue;  // tests/io/input/cell_keys.cpp
    if (key.is_section()) {
      check_identity(key, path + ".", changes, folder);
      continue;
    }
    const auto change = std::find_if(changes.begin(), changes.end(),
                                     [&](const Change& each) { return each.key == path; });
    REQUIRE_MESSAGE(change != changes.end(), "this test has no change of that key yet");
    const std::uint64_t before = print_of(folder, change->before, {});
    const std::uint64_t after = print_of(folder, change->before, change->after);
    CHECK((before != after) == key.changes_result);
  }
}

}  // namespace

TEST_CASE("a study is read into a plan: hypotheses times grid, the last grid key fastest") {
  const ensemble::Plan plan = with({}).plan;
  CHECK(plan.name == "study");
  CHECK(plan.temperatures == std::vector<double>{250, 300, 350});
  CHECK(plan.replicas == 4);
  CHECK(plan.seed == 7);
  CHECK(plan.grid_keys == std::vector<std::string>{"metal.layers", "onset.coverage.threshold"});
  REQUIRE(plan.branches.size() == 8);
  const ensemble::Branch& second = plan.branches[1];
  CHECK(second.name == "highway");
  CHECK(second.grid == std::vector<std::string>{"8", "2.0e-1"});
  CHECK(second.slug == "highway-layers-8-threshold-2.0e-1");
  CHECK(second.measured == "bare");  // the first row, as none is named
  const ensemble::Case values = second.vary({});
  CHECK(values.metal.layers == 8);
  CHECK(values.onset.coverage_threshold == 0.2);
  CHECK(values.ceramic.injection.barrier == 0.053);
  CHECK(plan.branches[2].vary({}).metal.layers == 10);
  CHECK(plan.branches[4].name == "coated one");
  CHECK(plan.branches[4].measured == "Sn-Na interlayer");
  CHECK(plan.branches[4].note == "thin tin–sodium alloy");
  CHECK(plan.branches[4].vary({}).ceramic.segregation == 0.047);
  REQUIRE(plan.experiment.size() == 3);
  CHECK(plan.experiment[1].energy.error == 0.01);
  CHECK(plan.rate_check == ensemble::RateCheck::bonds);
  CHECK_FALSE(plan.precision.has_value());
}

TEST_CASE(
    "a setting of a hypothesis removes what excludes it in the base case, and keeps defaults that "
    "follow") {
  const io::StudyInput study = io::parse_study(
      "base: {current: {constant: {j_mA_cm2: 1, time_s: 1}}, interface: {adhesion_eV: 0.1}, onset: "
      "{primary: "
      "coverage}}\n"
      "temperatures_K: [300]\n"
      "hypotheses:\n"
      "  a: {set: {interface.segregation_eV: 0.05, metal.hop.barrier_eV: 0.06}}\n",
      "s.yaml", ".");
  const ensemble::Case values = study.plan.branches.at(0).vary({});
  CHECK(values.ceramic.segregation == 0.05);
  CHECK(values.ceramic.lateral.barrier == 0.06);  // as metal.hop, which the hypothesis changed
  // The canonical text must not make such defaults explicit.
  const io::StudyInput again = io::parse_study(study.canonical, "s.yaml", "/");
  CHECK(again.plan.branches.at(0).vary({}).ceramic.lateral.barrier == 0.06);
}

TEST_CASE("settings change keys of the study, and with base. before them of the base case") {
  const ensemble::Plan plan = with({"replicas=5", "temperatures_K=[310, 290]",
                                    "base.interface.strip=bond", "grid={metal.layers: [6]}"})
                                  .plan;
  CHECK(plan.replicas == 5);
  CHECK(plan.temperatures == std::vector<double>{290, 310});
  REQUIRE(plan.branches.size() == 2);
  CHECK(plan.branches[0].vary({}).ceramic.strip == interface::StripRule::bond);
  CHECK(plan.branches[0].vary({}).metal.layers == 6);
  CHECK(with({"seed=8"}).plan.seed == 8);
  CHECK(io::read_study(test::StudyFolder().study(), {}, 9).plan.seed == 9);
  CHECK(with({"hypotheses={x: {set: {metal.layers: 4}}}", "grid={}"})
            .plan.branches.at(0)
            .vary({})
            .metal.layers == 4);
}

TEST_CASE("the defaults of replicas, precision and rate check follow from the rest") {
  CHECK(io::parse_study(small("").replace(0, 15, test::inline_base), "s.yaml", ".").plan.replicas ==
        16);
  const auto precise = with({"replicas=8", "precision.E_A_eV=0.005"}).plan;
  CHECK(precise.precision->half_width == 0.005);
  CHECK(precise.precision->max_replicas == 200);
  CHECK(with({}).plan.rate_check == ensemble::RateCheck::bonds);
  CHECK(with({"rate_check=false"}).plan.rate_check == ensemble::RateCheck::none);
  CHECK(with({"rate_check=true"}).plan.rate_check == ensemble::RateCheck::all);
}

TEST_CASE("extrapolate names a size, and the keys of the grid that lead there") {
  const auto thick = with({"extrapolate={thickness_um: 200}"}).plan.extrapolate;
  REQUIRE(thick);
  CHECK(thick->quantity == ensemble::TargetSize::Quantity::thickness);
  CHECK(thick->length == doctest::Approx(2e6));
  CHECK(thick->grid_keys == std::vector<std::size_t>{0});
  const auto wide = with(
      {"grid={metal.lateral_nm: [[6, 6], [12, 12], [24, 24]]}", "extrapolate={lateral_nm: 100}"});
  CHECK(wide.plan.extrapolate->quantity == ensemble::TargetSize::Quantity::lateral);
  CHECK(wide.plan.extrapolate->length == doctest::Approx(1000));
  CHECK_FALSE(with({}).plan.extrapolate);
  check_refused(small("extrapolate: {thickness_um: 200}\n"), "nothing to extrapolate from");
  check_refused(
      small("grid: {metal.lateral_nm: [[6, 6], [12, 12]]}\nextrapolate: {thickness_um: 200}\n"),
      "give three values or more of metal.layers or far_side.thick.layers or "
      "far_side.thick.thickness_um");
  check_refused(small("extrapolate: {thickness_um: 200, lateral_nm: 10}\n"),
                "extrapolate.lateral_nm");
  check_refused(small("extrapolate: {}\n"), "extrapolate");
  check_refused(small("grid: {metal.layers: [8, 16, 32]}\nextrapolate: {thickness_um: 1.0e+5}\n"),
                "extrapolate.thickness_um");
}

TEST_CASE("a hypothesis leaves out values of the grid, where they would make no valid case") {
  const std::string grid =
      "grid: {interface.segregation_eV: [0, 0.09, 0.12], metal.layers: [8, 16]}\n";
  const std::string lower = "set: {interface.injection.barrier_eV: 0.10}";
  const test::StudyFolder folder(
      one("{" + lower + ", leave_out: {interface.segregation_eV: [0.12], metal.layers: [16]}}") +
      grid);
  const ensemble::Plan plan = with({}, folder).plan;
  REQUIRE(plan.branches.size() == 2);
  CHECK(plan.branches[0].grid == std::vector<std::string>{"0", "8"});
  CHECK(plan.branches[1].grid == std::vector<std::string>{"0.09", "8"});
  check_refused(one("{" + lower + "}") + grid,
                "with interface.segregation_eV 0.12, metal.layers 8");
  check_refused(one("{leave_out: {metal.layers: [9]}}") + grid,
                "study.yaml:3:47: hypotheses.one.leave_out.metal.layers: 9 is no value of that key "
                "in `grid`");
  check_refused(one("{leave_out: {metal.normal: [110]}}") + grid,
                "110 is no value of that key in `grid`");
  check_refused(one("{leave_out: {metal.layers: [8, 16]}}") + grid,
                "leaves no combination of `grid`");
  check_refused(one("{leave_out: {metal.layers: 8}}") + grid, "give a list of one value or more");
}

TEST_CASE("the shipped maps of regimes have every segregation energy, up to 200 µm") {
  const char* source = std::getenv("LACUNA_SOURCE");
  REQUIRE_MESSAGE(source != nullptr, "LACUNA_SOURCE is not set; run this test through ctest");
  const std::filesystem::path folder = std::filesystem::path(source) / "examples" / "regimes";
  const ensemble::Plan boxes = io::read_study(folder / "small.yaml").plan;
  CHECK(boxes.branches.size() == std::size_t{4 * 4 * 3});
  CHECK(boxes.extrapolate.value().length == doctest::Approx(2e6));
  const ensemble::Plan cells = io::read_study(folder / "study.yaml").plan;
  CHECK(cells.branches.size() == std::size_t{3 * 3});
  CHECK(cells.cell.value().thicknesses.back() == doctest::Approx(2e6));
}

TEST_CASE("names that make the same word get directories of their own") {
  const io::StudyInput study = io::parse_study(
      test::inline_base + "temperatures_K: [300]\nhypotheses: {a b: {}, a-b: {}, A_b: {}, _: {}}\n",
      "s.yaml", ".");
  std::vector<std::string> slugs;
  for (const auto& branch : study.plan.branches) slugs.push_back(branch.slug);
  CHECK(slugs == std::vector<std::string>{"a-b", "a-b-2", "A-b-3", "branch"});
}

TEST_CASE("the run input of a replica is its branch's case with its seed, and no automatic ramp") {
  const io::StudyInput study = with({"base.current.ramp={auto: charge}"});
  Task task{TaskKind::replica, false, 5, {}, 300.0, 0.25, 2};
  const interface::Ramp chosen {
    2e4 * constants::mA_per_cm2, 3.21e6 * constants::mA_per_cm2, 1.23e9 * constants::mA_per_cm2, {},
    {}
  };
  const io::RunInput input = study.run_input(task, &chosen);
  CHECK(input.seed == ensemble::seed_of(study.plan, task));
  CHECK(input.values.temperature == 300.0);
  CHECK(input.values.ceramic.segregation == 0.047);
  CHECK(input.values.onset.coverage_threshold == 0.2);
  CHECK_FALSE(ramp_of(input).automatic.has_value());
  CHECK(ramp_of(input).from == chosen.from);
  CHECK(ramp_of(input).to == chosen.to);
  CHECK(ramp_of(input).rate == chosen.rate * 0.25);
  CHECK(ramp_of(input).hold.has_value());  // the case's, not the pilot's
  const auto same =
      std::get<interface::Ramp>(ensemble::replica_case(study.plan, task, &chosen).current);
  CHECK(same.from == ramp_of(input).from);
  CHECK(same.rate == ramp_of(input).rate);
  const io::RunInput again = test::again(input);
  CHECK(io::fingerprint(again) == io::fingerprint(input));
}

TEST_CASE("the rate factor of a rate check multiplies the file's own ramp") {
  const io::StudyInput study = with({});
  const Task task{TaskKind::replica, false, 0, {}, 250.0, 4.0, 0};
  CHECK(ramp_of(study.run_input(task, nullptr)).rate == 4 * 5e11 * constants::mA_per_cm2);
}

TEST_CASE("the run command gives the replica's case from the base case in the study's directory") {
  const test::StudyFolder folder;
  const io::StudyInput study =
      with({"base.name=\"it's\"", "base.current.ramp={auto: fixed}"}, folder);
  const Task task{TaskKind::replica, false, 4, {}, 350.0, 1.0, 3};
  const interface::Ramp chosen {
    1e-9, 1e-7, 1e-3, {}, {}
  };
  const std::string command = study.run_command(task, &chosen);
  CAPTURE(command);
  CHECK(command.starts_with("lacuna run base.yaml --set "));
  // What a shell would hand to `lacuna run`.
  test::put(folder.path() / "words.sh", "printf '%s\\n' " + command + "\n");
  const std::string list = (folder.path() / "words").string();
  REQUIRE(std::system(("sh " + (folder.path() / "words.sh").string() + " > " + list).c_str()) == 0);
  std::istringstream words(test::contents(list));
  Settings settings;
  std::uint64_t seed = 0;
  for (std::string word; std::getline(words, word);) {
    if (word == "--set" && std::getline(words, word)) settings.push_back(word);
    if (word == "--seed" && std::getline(words, word)) seed = std::stoull(word);
  }
  const io::RunInput alone = io::parse_case(study.base, "base.yaml", folder.path(), settings, seed);
  CHECK(alone.canonical == study.run_input(task, &chosen).canonical);
}

TEST_CASE(
    "a surface hop check repeats replicas without the cap, and is refused where none can be") {
  const test::StudyFolder folder;
  const Settings capped{"fit=none", "base.metal.bonds_eV.nn1=0.06",
                        "base.metal.surface_hop_cap={fraction: 0.02}", "surface_hop_check=3"};
  const io::StudyInput study = with(capped, folder);
  CHECK(study.plan.surface_hop_check == 3);
  Task task{TaskKind::replica, false, 0, {}, 300.0, 1.0, 2};
  const io::RunInput slowed = study.run_input(task, nullptr);
  task.uncapped = true;
  const io::RunInput free = study.run_input(task, nullptr);
  REQUIRE(slowed.values.metal.surface_hop_cap.has_value());
  CHECK(slowed.values.metal.surface_hop_cap->fraction == 0.02);
  CHECK_FALSE(free.values.metal.surface_hop_cap.has_value());
  CHECK(free.seed == slowed.seed);
  const auto refusal = [&](const std::string& last) {
    Settings settings = capped;
    settings.push_back(last);
    try {
      (void)with(settings, folder);
    } catch (const InputError& e) {
      return std::string(e.what());
    }
    return std::string();
  };
  CHECK(refusal("surface_hop_check=1").find("one replica has no scatter") != std::string::npos);
  CHECK(refusal("surface_hop_check=5").find("at most the 4 replicas, got 5") != std::string::npos);
  CHECK(
      refusal("base.metal.surface_hop_cap=none").find("no hypothesis has metal.surface_hop_cap") !=
      std::string::npos);
}

TEST_CASE("the canonical text reads back as the same study, from anywhere") {
  const test::StudyFolder folder;
  for (const Settings& settings :
       {Settings{},
        Settings{"base.metal.layers=12", "grid={}", "precision={E_A_eV: 0.01}", "replicas=9"}}) {
    const io::StudyInput study = with(settings, folder);
    CAPTURE(study.canonical);
    const io::StudyInput again = test::again(study);
    CHECK(io::fingerprint(again) == io::fingerprint(study));
    CHECK(again.canonical == study.canonical);
    CHECK(again.plan.branches.size() == study.plan.branches.size());
  }
}

TEST_CASE("the fingerprint changes with what can change a result, and with nothing else") {
  const test::StudyFolder folder;
  const auto print = [&](const Settings& settings) {
    return io::fingerprint(with(settings, folder));
  };
  const std::uint64_t plain = print({});
  CHECK(plain == print({"base.checkpoint.every_s=1"}));
  const test::StudyFolder moved;
  CHECK(plain == io::fingerprint(io::read_study(moved.study())));
  for (const char* setting : {"seed=8", "replicas=5", "temperatures_K=[250, 300]", "confidence=0.9",
                              "base.metal.hop.barrier_eV=0.06", "common_random_numbers=true",
                              "rate_check=true", "grid={metal.layers: [8]}", "fit=none"}) {
    CAPTURE(setting);
    CHECK(plain != print({setting}));
  }
  test::put(moved.path() / "lowack2026.csv",
            "system,electrolyte,E_A_low_eV,E_A_high_eV,E_A_eV,sigma_eV\nbare,,0.13,0.16,,\nSn-Na "
            "interlayer,,,,0.1,0.01\n");
  CHECK(plain != io::fingerprint(io::read_study(moved.study())));
}

TEST_CASE("a change of any key changes the identity of a study, or the table says that it cannot") {
  const test::StudyFolder folder;
  test::put(folder.path() / "other.yaml", test::base_case + "clock_factor: 2\n");
  test::put(folder.path() / "other.csv",
            "system,electrolyte,E_A_low_eV,E_A_high_eV,E_A_eV,sigma_eV\nbare,,0.13,0.16,,\n"
            "Sn-Na interlayer,,,,0.1,0.01\n");
  test::put(folder.path() / "other_points.csv",
            "temperature_K,j_crit_mA_cm2,sigma_ln\n290,5,0.1\n300,6.5,0.2\n");
  check_identity(io::study_keys(), "",
                 {{"name", {}, {"name=other"}},
                  {"seed", {}, {"seed=8"}},
                  {"common_random_numbers", {}, {"common_random_numbers=true"}},
                  {"base", {}, {"base=other.yaml"}},
                  {"temperatures_K", {}, {"temperatures_K=[250, 300]"}},
                  {"replicas", {}, {"replicas=9"}},
                  {"precision.E_A_eV", {}, {"precision.E_A_eV=0.004"}},
                  {"precision.max_replicas", {}, {"precision.max_replicas=50"}},
                  {"rate_check", {}, {"rate_check=true"}},
                  {"surface_hop_check",
                   {"fit=none", "base.metal.bonds_eV.nn1=0.06", "base.metal.surface_hop_cap={}"},
                   {"surface_hop_check=3"}},
                  {"confidence", {}, {"confidence=0.9"}},
                  {"experiment", {}, {"experiment=other.csv"}},
                  {"measured_points", {}, {"measured_points=other_points.csv"}},
                  {"measured_ramp", {}, {"measured_ramp=fixed"}},
                  {"hypotheses", {}, {"hypotheses={highway: {}}"}},
                  {"grid", {}, {"grid={metal.layers: [8, 12]}"}},
                  {"extrapolate.thickness_um", {}, {"extrapolate.thickness_um=100"}},
                  {"extrapolate.lateral_nm", {}, {"extrapolate.lateral_nm=100"}},
                  {"fit.parameters", {}, {"fit.parameters={interface.segregation_eV: [0, 0.1]}"}},
                  {"fit.set", {}, {"fit.set={metal.layers: 8}"}},
                  {"fit.grid", {}, {"fit.grid={metal.normal: [110, 100]}"}},
                  {"fit.targets", {}, {"fit.targets={range: bare}"}},
                  {"fit.replicas", {}, {"fit.replicas=9"}},
                  {"fit.evaluations", {}, {"fit.evaluations=7"}}},
                 folder);
  check_identity(io::hypothesis_keys(), "",
                 {of_hypothesis("set", "set: {clock_factor: 2}", "set: {clock_factor: 3}"),
                  of_hypothesis("leave_out", "leave_out: {metal.layers: [8]}",
                                "leave_out: {metal.layers: [10]}"),
                  of_hypothesis("measured", "measured: bare", "measured: points"),
                  of_hypothesis("note", "note: this", "note: that")},
                 folder);
  const std::string range = "E_A_low_eV: 0.1, E_A_high_eV: 0.2";
  check_identity(io::target_keys(), "",
                 {of_target("E_A_eV", "E_A_eV: 0.1", "E_A_eV: 0.2"),
                  of_target("E_A_low_eV", range, "E_A_low_eV: 0.11, E_A_high_eV: 0.2"),
                  of_target("E_A_high_eV", range, "E_A_low_eV: 0.1, E_A_high_eV: 0.21"),
                  of_target("sigma_eV", "E_A_eV: 0.1", "E_A_eV: 0.1, sigma_eV: 0.02")},
                 folder);
}

TEST_CASE(
    "a fit varies the case by its parameters, one branch for each grid value, which may be a map") {
  const io::StudyInput study = with({});
  REQUIRE(study.plan.fit.has_value());
  const ensemble::Fit& fit = *study.plan.fit;
  CHECK(fit.parameters.at(0).name == "interface.segregation_eV");
  CHECK(fit.parameters.at(0).high == 0.12);
  CHECK(fit.evaluations == 6);
  REQUIRE(fit.branches.size() == 2);
  CHECK(fit.branches[1].grid == std::vector<std::string>{"{nn1: 0.02, nn2: 0.02}"});
  CHECK(fit.branches[1].slug == "fit-bonds-eV-nn1-0.02-nn2-0.02");
  const std::array parameters{0.0625};
  const ensemble::Case values = fit.branches[1].vary(parameters);
  CHECK(values.ceramic.segregation == 0.0625);
  CHECK(values.metal.bond_nn2 == 0.02);
  CHECK(values.metal.layers == 6);
  REQUIRE(fit.targets.size() == 3);
  CHECK(fit.targets[0].energy->high == 0.15);
  CHECK(fit.targets[1].energy->low == 0.1);
  CHECK(fit.targets[1].energy->error == 0.02);
  CHECK(fit.targets[2].points.size() == 2);
  CHECK(fit.targets[2].points[1].log_density ==
        doctest::Approx(std::log(6.5 * constants::mA_per_cm2)));
  const Task task{TaskKind::replica, true, 1, {0.0625}, 300.0, 1.0, 0};
  CHECK(study.run_input(task, nullptr).values.ceramic.segregation == 0.0625);
  const std::array impossible{0.5};
  CHECK_THROWS_AS(static_cast<void>(fit.branches[1].vary(impossible)), InputError);
}

TEST_CASE("every problem of a study is reported at once, each at its place") {
  const std::string text = refusal(
      "temperatures_K: [300, 300]\n"
      "replica: 4\n"
      "base: case.yaml\n"
      "hypotheses:\n"
      "  one: {set: {metal.layer: 3, metal.hop.barrier_eV: -1}}\n"
      "  two: {sett: {}}\n"
      "grid: {interface.strip: [uniform, bnod]}\n",
      {"base.metal.layers=1"}, "current: {constant: {j_mA_cm2: 1, time_s: 1}}\nnmae: x\n");
  CAPTURE(text);
  for (const char* message :
       {"case.yaml:2:1: nmae: unknown key; nearest valid key: name",
        "study.yaml:1:17: temperatures_K: 300 is listed twice",
        "study.yaml:2:1: replica: unknown key; nearest valid key: replicas",
        "study.yaml:5:15: hypotheses.one.set: metal.layer: unknown key; nearest valid key: "
        "metal.layers",
        "study.yaml:5:53: hypotheses.one.set: metal.hop.barrier_eV: '-1' is out of range; 0 to 10 "
        "eV",
        "study.yaml:6:9: hypotheses.two.sett: unknown key; nearest valid key: hypotheses.two.set",
        "study.yaml:7:35: grid: interface.strip: 'bnod' is unknown; one of uniform, bond",
        "--set base.metal.layers: '1' is out of range"}) {
    CAPTURE(message);
    CHECK(text.find(message) != std::string::npos);
  }
  std::size_t lines = 1;
  for (const char c : text) lines += c == '\n';
  CHECK(lines == 8);  // each once, however many branches have it
}

TEST_CASE("what is wrong with a setting of the study is told at the setting") {
  check_refused(one("{set: {metal.layers: 3}}"),
                "--set grid: grid.metal.layers: undoes metal.layers of hypotheses.one.set",
                {"grid={metal.layers: [8]}"});
  check_refused(small("grid: {metal.layers: [8]}\n"),
                "--set hypotheses: hypotheses.a.leave_out.metal.layers: 6 is no value",
                {"hypotheses={a: {leave_out: {metal.layers: [6]}}}"});
  const std::string text = refusal(small(""), {"base=study.yaml"});
  CHECK(text.find("expected a case, got the study") != std::string::npos);
  CHECK(text.find('\n') == std::string::npos);
}

TEST_CASE("a setting of the base case without base. before it is told where it belongs") {
  check_refused(small(""), "--set metal.layers: a key of the base case; write base.metal.layers",
                {"metal.layers=8"});
}

TEST_CASE("a combination that makes no valid case is named") {
  check_refused(small("grid: {interface.segregation_eV: [0, 0.2]}\n"),
                "study.yaml:3:14: hypotheses.one: with interface.segregation_eV 0.2, at 300 K: ");
}

TEST_CASE("at every temperature of a study a vacancy costs E_f - kT S_f, or the study is refused") {
  Settings settings{"base.metal.bonds_eV={nn1: 0.06, nn2: 0.06}", "base.far_side=equilibrium",
                    "base.metal.vacancy_entropy_k=3.7", "temperatures_K=[250, 350]"};
  const io::StudyInput study = with(settings, test::StudyFolder(one("{}")));
  for (std::size_t k = 0; k < 2; ++k) {
    const double kT = constants::boltzmann * study.plan.temperatures[k];
    Task task;
    task.temperature = study.plan.temperatures[k];
    const interface::Case values = study.run_input(task, nullptr).values;
    CHECK(values.temperature == study.plan.temperatures[k]);
    CHECK(values.metal.bond_nn1 == 0.06);
    CHECK(interface::formation_energy(at_temperature(values.metal, values.temperature)) ==
          doctest::Approx(0.42 - 3.7 * kT));
    CHECK(interface::reservoir_concentration(values) == doctest::Approx(std::exp(3.7 - 0.42 / kT)));
  }
  settings.back() = "temperatures_K=[250, 1400]";
  check_refused(one("{}"), "at 1400 K: metal.vacancy_entropy_k: at 1400 K an entropy of 3.7 k",
                settings);
}

TEST_CASE("what is wrong with a study says what to do") {
  check_refused("base: nowhere.yaml\ntemperatures_K: [300]\nhypotheses: {a: {}}\n",
                "study.yaml:1:7: base: ");
  check_refused("temperatures_K: [300]\nhypotheses: {a: {}}\n", "base: missing");
  check_refused("base: case.yaml\ntemperatures_K: [300]\n", "hypotheses: missing");
  check_refused("base: case.yaml\ntemperatures_K: [300]\nhypotheses: {}\n",
                "give a map of one name or more");
  check_refused("base: case.yaml\ntemperatures_K: []\nhypotheses: {a: {}}\n",
                "temperatures_K: expected a list of numbers");
  check_refused("base: case.yaml\nhypotheses: {a: {}}\n", "temperatures_K: missing");
  check_refused("base: case.yaml\ntemperatures_K: [300]\nhypotheses: {a/b: {}}\n",
                "'a/b' is no name");
  check_refused("base: case.yaml\ntemperatures_K: [300]\nhypotheses: {min\xD0\xB5: {}}\n",
                "spaces between them; in it is U+0435");
  check_refused("base: case.yaml\ntemperatures_K: [300]\nhypotheses: {a: {}, a: {}}\n",
                "duplicate name");
  check_refused(one("{set: {temperature_K: 3}}"),
                "the temperatures of a study are `temperatures_K`");
  check_refused(one("{set: {seed: 3}}"), "every replica has a seed of its own");
  check_refused(one("{set: {metal.layers: 3, metal.layers: 4}}"), "duplicate key");
  check_refused(one("{set: {interface.segregation_eV: 0, interface.adhesion_eV: 0}}"),
                "undoes interface.segregation_eV above it");
  check_refused(one("{set: [1]}"), "give a map of keys of the case");
  check_refused(one("{measured: bear}"), "'bear' is the row of no file");
  check_refused(small("experiment: nowhere.csv\n"), "study.yaml:4:13: experiment: ");
  check_refused(one("{measured: bear}") + "experiment: lowack2026.csv\n",
                "'bear' is no row of the experiment; nearest: bare");
  check_refused(one("{measured: points}"), "there are no points without `measured_points`");
  check_refused(small("grid: {metal.layers: []}\n"), "give a list of one value or more");
  for (const char* grid : {"{metal.layers: 8}", "{metal: {layers: 8}}", "{metal.layers: {8: a}}"})
    check_refused(small("grid: " + std::string(grid) + "\n"), "or more; write metal.layers: [8]");
  check_refused(small("grid: {metal: {layers: [8, 9]}}\n"), "write metal.layers: [8, 9]");
  check_refused(small("grid: {metal.layers: {8: a, 9: b}}\n"), "write metal.layers: [8, 9]");
  check_refused(small("grid: {metal.layers: [8, 8]}\n"), "8 is listed twice");
  const std::string barriers = "metal.hop.barrier_eV: ";
  check_refused(small("grid: {" + barriers + "[0.1, 1e-1]}\n"), "1e-1 is listed twice");
  check_refused(small("grid: {" + barriers + "[0.05, 0.1, 50 meV]}\n"), "is listed twice");
  check_refused(small("grid: {current.constant: [{j_mA_cm2: 1, time_s: 1}, "
                      "{j_mA_cm2: 1.0, time_s: 1e0}]}\n"),
                "is listed twice");
  check_refused(one("{set: {interface.segregation_eV 0.05}}"), "no colon after the key");
  check_refused(one("{set: {interface.segregation_eV: 0,05}}"), "decimal comma; write 0.05");
  check_refused(one("{set: {metal.layers: 3}}") + "grid: {metal.layers: [8]}\n",
                "grid.metal.layers: undoes metal.layers of hypotheses.one.set");
  check_refused(
      one("{set: {interface.adhesion_eV: 0.1}}") + "grid: {interface.segregation_eV: [0]}\n",
      "undoes");
  check_refused(small("replicas: 4\nprecision: {E_A_eV: 0.01}\n"),
                "study.yaml:4:11: replicas: at least 8");
  check_refused(small("replicas: 10\nprecision: {max_replicas: 9}\n"),
                "more than precision.max_replicas");
  check_refused(
      small("rate_check: true\n"), "no hypothesis has a ramp",
      {"base.current={constant: {j_mA_cm2: 1, time_s: 1}}", "base.onset.primary=coverage"});
  check_refused(small(""), "--set base.metal.layer: unknown key; nearest valid key: metal.layers",
                {"base.metal.layer=3"});
  check_refused(small(""), "--set replica: unknown key; nearest valid key: replicas",
                {"replica=3"});
  check_refused(small("base: x\n"), "duplicate key");
}

TEST_CASE("no number in a study asks for more than fits into memory") {
  std::string grid = "grid: {";
  for (const char* key :
       {"temperature_K", "metal.layers", "metal.bonds_eV.nn1", "metal.bonds_eV.nn2",
        "onset.cluster.size", "onset.voltage.keep", "onset.voltage.excess", "limits.monolayers",
        "limits.time_s", "sample.every_s", "onset.coverage.threshold", "metal.hop.barrier_eV"}) {
    grid += std::string(key) + ": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], ";
  }
  check_refused(small(grid + "}\n"), "more than 1000 combinations with the grid");
  check_refused(small("fit: {parameters: {interface.segregation_eV: [0, 0.1]}, " + grid + "}}\n"),
                "fit.grid: more than 1000 combinations");
  std::string values;
  for (int k = 1; k <= 30000; ++k) values += std::to_string(k) + ",";
  check_refused(small("grid: {metal.layers: [" + values + "]}\n"), "more than 1000 values");
  check_refused("base: case.yaml\ntemperatures_K: [" + values + "]\nhypotheses: {one: {}}\n",
                "more than 100 temperatures");
  check_refused(small("replicas: 1e9\n"), "replicas");
  check_refused(small("replicas: 1000000000\n"), "replicas: '1000000000' is out of range");
  check_refused(
      small("replicas: 100000\ngrid: {metal.layers: [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]}\n"),
      "replicas: up to 1100000 runs in a round");
}

TEST_CASE("what is wrong with a fit says what to do") {
  const auto fit = [](const std::string& parameters, const std::string& targets,
                      const std::string& more = "") {
    return small("fit: {parameters: " + parameters + ", targets: " + targets + more + "}\n");
  };
  const std::string range = "{interface.segregation_eV: [0, 0.1]}";
  const std::string target = "{x: {E_A_eV: 0.1, sigma_eV: 0.01}}";
  CHECK(refusal(fit(range, target)) == "accepted");
  check_refused(small("fit: {targets: " + target + "}\n"), "fit.parameters: missing");
  check_refused(fit("{}", target), "one or two keys");
  check_refused(fit("{interface.segregation_eV: [0.1, 0]}", target), "low must be below high");
  check_refused(fit("{interface.segregation_eV: 3}", target), "give [low, high]");
  check_refused(fit("{interface.segregation_eV: [0, 20]}", target),
                "study.yaml:4:46: fit.parameters: interface.segregation_eV: '20' is out of range");
  check_refused(fit("{metal.layers: [4, 8]}", target), "only a key that holds one number");
  check_refused(fit("{interface.segregation: [4, 8]}", target),
                "unknown key; nearest valid key: interface.segregation_eV");
  check_refused(
      fit("{interface.segregation_eV: [0, 0.1], interface.adhesion_eV: [0, 0.1]}", target),
      "undoes");
  check_refused(fit(range, target, ", set: {interface.adhesion_eV: 0.1}"),
                "undoes interface.adhesion_eV");
  check_refused(fit("{interface.segregation_eV: [0, 0.2]}", target), "at 300 K: ");
  check_refused(fit(range, "{}"), "expected a map of one name or more");
  check_refused(fit(range, "{x: {E_A_low_eV: 0.1}}"), "E_A_high_eV: missing");
  check_refused(fit(range, "{x: {E_A_low_eV: 0.2, E_A_high_eV: 0.1}}"), "must be below");
  check_refused(fit(range, "{x: {E_A_eV: 0.2, E_A_low_eV: 0.1}}"), "excludes");
  check_refused(fit(range, "{x: bear}"), "'bear' is the row of no file");
  check_refused(fit(range, "{x: [1]}"), "expected [ROW, points]");
  check_refused(fit("{interface.segregation_eV: [0, 0.1], metal.hop.barrier_eV: [0.05, 0.06]}",
                    target, ", evaluations: 8"),
                "two parameters need at least 9");
  check_refused(fit(range, target, ", replicas: 4"), "fit.replicas: '4' is out of range");
}

TEST_CASE("paths in a hypothesis start at the study's folder, those of the base case at its own") {
  const test::StudyFolder folder(
      "base: deep/case.yaml\ntemperatures_K: [300]\n"
      "hypotheses: {a: {set: {current.file: ramp.csv, onset.primary: coverage}}, b: {}}\n");
  std::filesystem::create_directory(folder.path() / "deep");
  test::put(folder.path() / "deep" / "case.yaml",
            "current: {file: ramp.csv}\nonset: {primary: coverage}\nmetal: {lateral_cells: [4, 4], "
            "layers: 4}\n");
  test::put(folder.path() / "ramp.csv", "time_s,j_mA_cm2\n0,1\n1,2\n");
  test::put(folder.path() / "deep" / "ramp.csv", "time_s,j_mA_cm2\n0,1\n1,3\n");
  const io::StudyInput study = io::read_study(folder.study());
  const auto last = [&](std::size_t branch) {
    return std::get<interface::Tabulated>(study.plan.branches.at(branch).vary({}).current)
               .points.back()
               .second /
           constants::mA_per_cm2;
  };
  CHECK(last(0) == doctest::Approx(2));
  CHECK(last(1) == doctest::Approx(3));
}

TEST_CASE(
    "currents measured far from the simulated temperatures are refused, not extrapolated to") {
  const test::StudyFolder folder;
  const auto points = [&](const char* rows) {
    test::put(folder.path() / "points.csv",
              std::string("temperature_K,j_crit_mA_cm2,sigma_ln\n") + rows);
    return io::read_study(folder.study());
  };
  CHECK_THROWS_WITH_AS(points("20,5,0.1\n40,6.5,0.1\n"),
                       doctest::Contains("a current was measured at 20 K, far outside the"),
                       InputError);
  CHECK_THROWS_WITH_AS(points("290,5,0.1\n500,6.5,0.1\n"), doctest::Contains("500 K"), InputError);
  CHECK_THROWS_WITH_AS(points("290,5,0.1\n500,6.5,0.1\n"),
                       doctest::Contains("that is to be merged leaves measured_points out"),
                       InputError);
  CHECK(points("290,5,0.1\n300,6.5,0.1\n").plan.measured_points.size() == 2);
}

TEST_CASE("keys of the case within a study are told in the form that works") {
  check_refused(small("grid: {metal: {layers: [8, 9]}}\n"), "write metal.layers: [8, 9]");
  check_refused(one("{set: {base.metal.layers: 8}}"), "a case has no base; write metal.layers");
  check_refused(small(""),
                "grid is set as a whole, as grid={...}, a map of keys of the case to lists",
                {"grid.metal.layers=[6, 8]"});
  check_refused(small(""), "hypotheses is set as a whole, as hypotheses={...}",
                {"hypotheses.mine.set.metal.layers=8"});
}
