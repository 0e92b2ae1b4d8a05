#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "core/fnv.hpp"
#include "io/input/echo.hpp"
#include "io/input/file_kind.hpp"
#include "io/input/keys.hpp"
#include "io/input/place_named_by.hpp"
#include "io/input/problems.hpp"
#include "io/input/read_document.hpp"
#include "io/input/run_input.hpp"
#include "io/input/settings.hpp"
#include "io/input/yaml_tree.hpp"
#include "io/number_text.hpp"
#include "io/shell_word.hpp"
#include "io/text_file.hpp"
#include "lattice/slab.hpp"

namespace lacuna::io {
namespace {

using yaml::Node;

// Before anything is allocated: a mistyped size must not bring the machine down.
void check_size(const interface::Case& values) {
  constexpr double most_sites = 2147483647.0;  // what lattice::Slab can number
  constexpr double bytes_per_site = 4.0;
  const auto& metal = values.metal;
  const auto plane = lattice::plane_cell(metal.normal, metal.lattice_constant);
  const double sites =
      static_cast<double>(plane.sites) * metal.cells[0] * metal.cells[1] * metal.layers;
  if (sites <= most_sites) return;
  throw InputError("metal: " + shortest(sites) + " sites (up to " +
                   shortest(std::round(sites * bytes_per_site / 1e9)) +
                   " GB) are more than the 2147483647 that can be numbered; reduce "
                   "metal.layers, or lateral_cells (lateral_nm)");
}

}  // namespace

void finish_case(RunInput& input) {
  check_size(input.values);
  interface::validate(input.values);
  input.canonical = canonical_yaml(case_keys(), input);
}

RunInput parse_case(const std::string& text, const std::string& name,
                    const std::filesystem::path& folder, std::span<const std::string> settings,
                    std::optional<std::uint64_t> seed) {
  Node document = yaml::parse(text, name);
  if (is_study(document))
    throw InputError(name + " is a study, not a case: lacuna study " + shell_word(name));
  if (document.kind == Node::Kind::null && settings.empty())
    throw InputError(name + " is empty; lacuna init case prints a case to begin with");
  Problems problems(name, command_line(settings));
  apply_settings(document, case_keys(), settings, problems);
  RunInput input;
  read_document(document, case_keys(), "", "a case", folder, input, problems);
  problems.raise();
  if (seed) input.seed = *seed;
  try {
    finish_case(input);
  } catch (const InputError& error) {
    const auto place = place_named_by(document, error.what());
    if (!place) throw InputError(name + ": " + error.what());
    problems.add(*place, "", error.what());
    problems.raise();
  }
  return input;
}

RunInput read_case(const std::filesystem::path& path, std::span<const std::string> settings,
                   std::optional<std::uint64_t> seed) {
  return parse_case(read_text(path, "case", yaml::most_bytes), path.string(), path.parent_path(),
                    settings, seed);
}

std::uint64_t fingerprint(const RunInput& input) {
  return fnv1a(identity_text(case_keys(), input));
}

}  // namespace lacuna::io
