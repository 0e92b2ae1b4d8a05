#include "io/input/keys.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <set>
#include <string>

using namespace lacuna;
using io::CaseKey;
using io::KeyType;

namespace {

void walk(const CaseKey& section, const std::string& prefix,
          const std::function<void(const CaseKey&, const CaseKey&, const std::string&)>& visit) {
  for (const CaseKey& key : section.keys) {
    visit(section, key, prefix + key.name);
    walk(key, prefix + key.name + ".", visit);
  }
}

bool ends_with_unit(const CaseKey& key, const std::string& path) {
  // The unit stands in the name, or in that of the section (metal.bonds_eV.nn1).
  const auto has = [&](const char* part) { return path.find(part) != std::string::npos; };
  if (key.unit == "Å") return has("_A");
  if (key.unit == "µm") return has("_um");
  if (key.unit == "mA/cm²") return has("_mA_cm2");
  if (key.unit == "mAh/cm²") return has("_mAh_cm2");
  if (key.unit == "mA/cm²/s") return has("_mA_cm2_per_s");
  if (key.unit == "J/m²") return has("_J_m2");
  if (key.unit == "1/cm²") return has("per_cm2");
  if (key.unit == "Ω cm²") return has("_ohm_cm2");
  if (key.unit == "Ω cm") return has("_ohm_cm");
  if (key.unit == "mS/cm") return has("_mS_cm");
  for (const char* unit : {"eV", "K", "Hz", "nm", "s", "k"}) {
    if (key.unit == unit) return has(("_" + key.unit).c_str());
  }
  return has(key.unit == "vacancies" || key.unit == "sites" ? ""
                                                            : key.unit.c_str());  // monolayers,
                                                                                  // layers
}

}  // namespace

TEST_CASE("every row of the table is complete") {
  walk(io::case_keys(), "",
       [](const CaseKey& section, const CaseKey& key, const std::string& path) {
         CAPTURE(path);
         CHECK(section.is_section());
         if (!key.refusal.empty()) return;
         if (key.is_section()) {
           CHECK_FALSE(key.keys.empty());
           CHECK(key.choices.empty() == !key.set);
         } else {
           CHECK(static_cast<bool>(key.set));
           CHECK(static_cast<bool>(key.get));
           CHECK((!key.doc.empty() || !key.choices.empty()));
         }
         CHECK((key.type == KeyType::choice) == (!key.choices.empty() && !key.is_section()));
         CHECK((key.type == KeyType::file) == static_cast<bool>(key.content));
         const bool numeric = key.type == KeyType::number || key.type == KeyType::integer ||
                              key.type == KeyType::numbers || key.type == KeyType::integers;
         CHECK(numeric == io::has_range(key));
         if (!key.unit.empty()) CHECK(ends_with_unit(key, path));
         if (!key.needs.empty()) CHECK(section.find(key.needs) != nullptr);
       });
}

TEST_CASE("names are unique within a section, and alternatives come at least in pairs") {
  walk(io::case_keys(), "",
       [](const CaseKey& section, const CaseKey& key, const std::string& path) {
         CAPTURE(path);
         int same = 0, rivals = 0;
         for (const CaseKey& other : section.keys) {
           same += other.name == key.name;
           rivals += !key.alternative.empty() && other.alternative == key.alternative &&
                     other.required == key.required;
         }
         CHECK(same == 1);
         if (!key.alternative.empty()) CHECK(rivals >= 2);
       });
}

namespace {

// Keys of a section are read from an input in which it has been entered.
void check_defaults(const CaseKey& section, const io::RunInput& defaults,
                    const std::string& above) {
  for (const CaseKey& key : section.keys) {
    const std::string path = above + key.name;
    CAPTURE(path);
    io::RunInput entered = defaults;
    if (key.enter) key.enter(entered);
    check_defaults(key, entered, path + ".");
    const auto value = key.standard(defaults);
    if (!value) continue;
    if (const auto* number = std::get_if<double>(&*value)) {
      CHECK(*number >= key.range.low);
      CHECK(*number <= key.range.high);
    }
    if (const auto* whole = std::get_if<std::uint64_t>(&*value)) {
      CHECK(static_cast<double>(*whole) >= key.range.low);
      CHECK(static_cast<double>(*whole) <= key.range.high);
    }
  }
}

}  // namespace

TEST_CASE("defaults lie in their ranges") { check_defaults(io::case_keys(), {}, ""); }

TEST_CASE("a range is told in the words of its key") {
  const CaseKey* temperature = io::case_keys().find("temperature_K");
  REQUIRE(temperature != nullptr);
  CHECK(io::range_text(*temperature) == "0.001 to 100000 K");
  const CaseKey* seed = io::case_keys().find("seed");
  REQUIRE(seed != nullptr);
  CHECK(io::range_text(*seed) == "0 to 18446744073709551615");
  CHECK(io::case_keys().find("no such key") == nullptr);
}
