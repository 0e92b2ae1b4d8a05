#include "interface/case.hpp"
#include "io/input/barrier_table.hpp"
#include "io/input/current_file.hpp"
#include "io/input/experiment.hpp"
#include "io/input/patch_file.hpp"
#include "io/input/picture_file.hpp"
#include "io/input/sites_file.hpp"
#include "tests/fuzz/target.hpp"

namespace {

using namespace lacuna;

// A table of barriers is judged once more when the case is whole.
bool fits_a_case(std::vector<interface::BarrierEntry> entries) {
  interface::Case c;
  c.current = interface::Constant { .density = 1e-3, .monolayers = 1.0 };
  c.metal.table = {"fuzzed", std::move(entries)};
  interface::validate(c);
  return true;
}

}  // namespace

// Any of the CSV files that a case or a study may name, or a picture; the first bytes tell which.
void lacuna::fuzz::target(std::string_view input) {
  static InMemoryFile file;
  static const lattice::Slab slab(lattice::Normal::n110, 4.29, {6, 5}, 9);
  file.hold(input);
  const auto text = unless_refused([&] { return io::read_side_file(file.path(), "fuzzed"); });
  if (!text) return;
  static_cast<void>(unless_refused([&] { return io::read_experiment(*text); }));
  static_cast<void>(unless_refused([&] { return io::read_measured_points(*text); }));
  static_cast<void>(unless_refused([&] { return io::read_current_file(*text); }));
  static_cast<void>(unless_refused([&] { return io::read_sites_file(*text, slab); }));
  static_cast<void>(unless_refused([&] { return io::read_patch_map(*text, slab); }));
  static_cast<void>(unless_refused([&] { return io::read_picture(*text); }));
  const auto barriers = unless_refused([&] { return io::read_barrier_table(*text); });
  if (barriers) static_cast<void>(unless_refused([&] { return fits_a_case(*barriers); }));
}
