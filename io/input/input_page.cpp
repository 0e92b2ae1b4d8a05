#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "interface/known_metals.hpp"
#include "io/input/keys.hpp"
#include "io/input/run_input.hpp"
#include "io/input/study_input.hpp"
#include "io/input/study_keys.hpp"
#include "io/input/units.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {
namespace {

const char* const case_head = R"(# Input: the case file

<!-- Generated from the table of keys: lacuna schema case --format markdown > docs/input.md -->

A case is one YAML document. Every key carries its unit in its name. `lacuna init case` prints a commented
file to start from, `lacuna schema case` the JSON Schema for an editor, `lacuna check CASE.yaml` what a case
amounts to before it is run.

- Unknown and duplicate keys, wrong types and values out of range are reported all at once, each with its line
  and column. A syntax error is reported alone.
- Whole numbers are written in decimal digits; other numbers in decimal, with or without an exponent (`0.053`,
  `1e13`, `1.0e+13`). There are no anchors, aliases or tags, and a file holds one document.
- A number may have a unit, in quotes or not: `temperature_K: 25 °C`, `j_mA_cm2: 0.1 A/m2`, `barrier_eV: 50 meV`. It is converted to the unit
  of the key, in which `input.yaml` and the results have it. [Units](#units) of another dimension, and unknown ones, are refused.
- Paths are relative to the folder of the case file.
- Of *alternatives* only one may be given. `--set key.path=value` on the command line goes through the same table;
  setting one of several alternatives removes the others.
- `lacuna run` writes the input with every default explicit to `input.yaml` in its directory; that file gives the
  same run again.
)";

const char* const study_head = R"(# Input: the study file

<!-- Generated from the tables of keys: lacuna schema study --format markdown > docs/study.md -->

A study takes a base case, named hypotheses (each a few keys that differ), temperatures and a number of replicas. It
runs them all, and says which activation energy each hypothesis predicts. `lacuna init study` prints a commented file to
start from, `lacuna schema study` the JSON Schema for an editor, `lacuna check STUDY.yaml` what a study amounts to
before it is run. What it writes is in [outputs.md](outputs.md).

```yaml
base: case.yaml
temperatures_K: [250, 270, 290, 310, 330, 350]
hypotheses:
  highway:
    set: {interface.injection.barrier_eV: 0.053, interface.segregation_eV: 0}
  coated:
    measured: Sn-Na interlayer
    note: thin tin-sodium alloy
    set: {interface.injection.barrier_eV: 0.10, interface.segregation_eV: 0.047}
grid: {metal.layers: [8, 16]}
experiment: lowack2026.csv
```

- The rules of [the case file](input.md) hold here too. Problems are reported all at once. Those of `set` and `grid` are
  at their place in the study file, those of the base case in its own file.
- Keys of the case are set as `--set` of `lacuna run` would set them. A value replaces what was there, and setting one
  of several alternatives removes the others. They are set in this order: the base case, `--set base.KEY=value` of the
  command line, the hypothesis's `set`, the `grid` values, the temperature, a fit's parameters. A setting that would
  undo an earlier one of the study is refused.
- The temperature and the seed belong to the study: the base case's own are not used.
- Every case of the study is checked before anything is run.
- Paths in the study file start at its folder, those in the base case at that one's.
- `--set key=value` on the command line changes a key of the study, `--set base.key=value` one of the base case.
- A *state point* is one hypothesis at one combination of grid values and one temperature: a row of `cells.csv`. The
  section `cell` is about a battery's cell, and changes no run. The seed of a replica follows from the study's seed, the grid
  values, the temperature and the number of the replica. Unless `common_random_numbers` is set, it also follows from the
  name of the hypothesis. Adding a hypothesis or a temperature changes no other result.
)";

const char* const hypotheses_head = R"(
## hypotheses

`hypotheses`: a map of names to what each sets. A name is made of letters, digits, dashes, points, underscores and spaces
between them. A hypothesis that is left empty is the base case itself.
)";

const char* const targets_head = R"(
## fit.targets

`fit.targets`, and `cell.fit.targets`: a map of names to what is to be reproduced. That is a row of `experiment`, `points` (those of
`measured_points`), both at once as `[ROW, points]`, or an energy by the keys below. One fit serves all targets with the same
evaluations.
)";

const char* const study_tail = R"(
## Measured values

`experiment` names a CSV file with the columns `system`, `electrolyte`, `E_A_low_eV`, `E_A_high_eV`, `E_A_eV` and
`sigma_eV`. A row states a value, or a range by its two ends; `sigma_eV` is one standard error, of the value or of each
end, and may be empty. `measured_points` names one with the columns `temperature_K` (rising), `j_crit_mA_cm2` and
`sigma_ln`, one standard error of ln j_crit. Both may begin with lines that start with `#` and name the source. Where
there is a `cell` these currents are part of its verdict, beside E_A ([outputs.md](outputs.md#cell_energiescsv)).
`examples/lowack2026/lowack2026.csv` is such a file.
)";

std::string type_text(const KeyDescription& key) {
  switch (key.type) {
    case KeyType::section:
      return std::string("section") + (key.form.empty() ? "" : ", " + key.form) +
             (key.choices.empty() ? "" : " or word");
    case KeyType::number: return "number";
    case KeyType::integer: return "whole number";
    case KeyType::numbers: return "[number, number]";
    case KeyType::integers: return "[whole number, whole number]";
    case KeyType::boolean: return "`true` or `false`";
    case KeyType::text: return "text, at most 200 bytes";
    case KeyType::choice: return "word";
    case KeyType::file: return "path";
    case KeyType::list: return key.or_one ? "number, or [number, ...]" : "[number, ...]";
    case KeyType::tree: return key.form;
  }
  return "";
}

template <class Target>
std::string default_text(const Key<Target>& key, const Target& defaults) {
  if (key.required)
    return key.alternative.empty() ? "**must be given**" : "**one of the alternatives**";
  if (!key.default_doc.empty()) return key.default_doc;
  const auto standard = key.standard(defaults);
  return standard ? "`" + to_yaml(key, *standard) + "`" : "";
}

template <class Target>
std::string meaning(const Key<Target>& section, const Key<Target>& key, const std::string& prefix) {
  std::string text = key.doc;
  const auto add = [&](const std::string& more) { text += (text.empty() ? "" : ". ") + more; };
  std::string words;
  for (const Choice& choice : key.choices) {
    if (!choice.refusal.empty()) continue;
    words += (words.empty() ? "" : "; ") + ("`" + choice.word + "`") +
             (choice.doc.empty() ? "" : ": " + choice.doc);
  }
  if (!words.empty()) add(words);
  std::string rivals;
  for (const Key<Target>& other : section.keys) {
    if (key.alternative.empty() || other.alternative != key.alternative || other.name == key.name)
      continue;
    rivals += (rivals.empty() ? "`" : ", `") + other.name + "`";
  }
  if (!rivals.empty()) add("Alternatives: " + rivals);
  if (!key.needs.empty()) {
    add("Only with `" + prefix + key.needs + (key.needs_word.empty() ? "" : ": " + key.needs_word) +
        "`");
  }
  return text;
}

template <class Target>
void add_rows(const Key<Target>& section, const std::string& prefix, Target defaults,
              std::string& page) {
  if (section.enter) section.enter(defaults);
  for (const Key<Target>& key : section.keys) {
    if (!key.refusal.empty()) continue;
    const std::string range = range_text(key);
    page += "| `" + prefix + key.name + "` | " + type_text(key) +
            (range.empty() ? "" : ", " + range) + " | " + default_text(key, defaults) + " | " +
            meaning(section, key, prefix) + " |\n";
    add_rows(key, prefix + key.name + ".", defaults, page);
  }
}

void open_table(std::string& page) {
  page += "\n| key | value | default | meaning |\n|---|---|---|---|\n";
}

// The keys outside any section in one table, then each section in one of its own.
template <class Target>
void add_tables(const Key<Target>& root, std::string& page) {
  const Target defaults;
  Key<Target> loose;
  for (const Key<Target>& key : root.keys) {
    if (!key.is_section()) loose.keys.push_back(key);
  }
  open_table(page);
  add_rows(loose, "", defaults, page);
  for (const Key<Target>& key : root.keys) {
    if (!key.is_section()) continue;
    page += "\n## " + key.name + "\n\n`" + key.name + "`: " + meaning(root, key, "") + ".";
    const std::string by_default = default_text(key, defaults);
    if (!by_default.empty())
      page += key.required ? " It must be given." : " Default: " + by_default + ".";
    page += "\n";
    open_table(page);
    add_rows(key, key.name + ".", defaults, page);
  }
}

std::string units_part() {
  std::string page =
      "\n## Units\n\nFor numbers that are not integers. Equivalent: `2`, `^2` and `²`; `u` and "
      "`µ`; "
      "`ohm` and `Ω`; `angstrom` and `Å`; `degC` and `°C`. Days, hours and the like "
      "may be written out.\n\n| | units |\n|---|---|\n";
  for (const Dimension& dimension : dimensions()) {
    page += "| " + std::string(dimension.name) + " | ";
    for (const std::string_view unit : dimension.units)
      page += (unit == dimension.units.front() ? "`" : ", `") + std::string(unit) + "`";
    page += " |\n";
  }
  return page;
}

std::string metals_part() {
  std::string page =
      "\n## Metals\n\nWhat `metal.preset` sets, and how far it is to be trusted. With ε1 = ε2 a "
      "vacancy costs E_f = 7 ε; `bonds_eV: {nn1: 0, nn2: 0}` with `vacancy_entropy_k: 0` leaves "
      "the lattice gas. The interface keeps its own keys. A tracer's D = Σ D0 exp(−Q/kT), by the "
      "lattice constant, is what `lacuna check` compares self-diffusion with.\n\n"
      "| | `lattice_constant_A` | `hop.barrier_eV` | `hop.attempt_frequency_Hz` | `bonds_eV` nn1, "
      "nn2 | `vacancy_entropy_k` | D0 (cm²/s), Q (eV) of a tracer | cm³/mol | melts at (K) |\n"
      "|---|---|---|---|---|---|---|---|---|\n";
  std::string sources;
  for (const interface::KnownMetal& metal : interface::known_metals()) {
    std::string tracer;
    for (const interface::DiffusionTerm& term : metal.tracer)
      if (term.prefactor > 0)
        tracer += fmt::format("{}{:g}, {:.4g}", tracer.empty() ? "" : " and ", term.prefactor,
                              term.activation);
    page += fmt::format("| `{}` | {:g} | {:g} | {} | {:g} | {:g} | {} | {:.4g} | {:g} |\n",
                        metal.symbol, metal.lattice_constant, metal.hop_barrier,
                        shortest(metal.attempt_frequency), metal.bond(), metal.formation_entropy,
                        tracer, metal.molar_volume(), metal.melting_point);
    sources += fmt::format("\n- **{}**. {}.\n  Uncertain: {}.", metal.name, metal.sources,
                           metal.uncertain);
  }
  return page + sources + "\n";
}

}  // namespace

std::string input_page() {
  std::string page = std::string(case_head) + "\n## The case\n";
  add_tables(case_keys(), page);
  return page + metals_part() + units_part();
}

std::string study_page() {
  std::string page = std::string(study_head) + "\n## The study\n";
  add_tables(study_keys(), page);
  page += hypotheses_head;
  open_table(page);
  add_rows(hypothesis_keys(), "hypotheses.NAME.", HypothesisKeys{}, page);
  page += targets_head;
  open_table(page);
  add_rows(target_keys(), "fit.targets.NAME.", TargetKeys{}, page);
  return page + study_tail;
}

}  // namespace lacuna::io
