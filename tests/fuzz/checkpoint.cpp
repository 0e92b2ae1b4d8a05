#include "kmc/checkpoint.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "interface/in_flight.hpp"
#include "interface/slab_model.hpp"
#include "kmc/composition_rejection.hpp"
#include "kmc/random.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/interface/saved_run.hpp"

namespace {

using namespace lacuna;

constexpr std::uint32_t format = 4;

interface::Case small_case() {
  interface::Case c;
  c.metal.cells = {4, 3};
  c.metal.layers = 6;
  c.metal.bond_nn1 = c.metal.bond_nn2 = 0.03;
  c.far_side = interface::Thick { .layers = 50 };
  return c;
}

// Those parts of a run's state by which memory is found: where the vacancies are, in which group
// the selector has them, which word of a block of random ones is next, and what is in flight.
void load_part(char which, kmc::Reader& reader) {
  static const interface::Case c = small_case();
  static interface::SlabModel model(c);
  switch (which) {
    case 'm':
      model.load(reader);
      model.occupation().check();
      break;
    case 's': kmc::CompositionRejection(model.scale()).load(reader); break;
    case 'r': kmc::Stream({0, 0}).load(reader); break;
    default: interface::InFlight(c, model.slab()).load(reader, 0.0); break;
  }
  reader.finish();
}

bool load(const std::filesystem::path& file, char which) {
  kmc::Reader reader = kmc::load_checkpoint(file, format, 0);
  load_part(which, reader);
  return true;
}

// Each edit: where (two bytes), how many bytes less one (one byte), and those. Lists that are not
// of the size they say, and the like, are for the parts above; this finds its way to all that comes
// after them.
std::string edited(std::string state, std::string_view edits) {
  constexpr std::size_t head = 3, most = 8;
  while (edits.size() > head) {
    std::uint16_t where = 0;
    std::memcpy(&where, edits.data(), sizeof where);
    const std::size_t at = where % state.size();
    const std::size_t wanted = static_cast<unsigned char>(edits[2]) % most + 1;
    edits.remove_prefix(head);
    const std::size_t length = std::min({wanted, edits.size(), state.size() - at});
    state.replace(at, length, edits.substr(0, length));
    edits.remove_prefix(length);
  }
  return state;
}

// A whole run's state, true but for a few bytes: refused, or the run goes on from it and ends.
void go_on(std::size_t which, std::string_view edits, fuzz::InMemoryFile& file) {
  static const auto cases = test::cases_to_save();
  static const std::array<test::SavedRun, 3> runs{
      test::SavedRun(cases[0]), test::SavedRun(cases[1]), test::SavedRun(cases[2])};
  const test::SavedRun& run = runs.at(which);
  file.hold(run.checkpoint_of(edited(run.state(), edits)));
  const auto ending = fuzz::unless_refused([&] { return run.go_on_from(file.path()); });
  if (ending)
    fuzz::require(ending->reason != interface::Reason::interrupted,
                  "a run that was not stopped did not end");
}

}  // namespace

// A checkpoint as it stands, and one whose checksum is right: of the part that the first letter
// names. After a digit: the state of a whole run, edited.
void lacuna::fuzz::target(std::string_view input) {
  static InMemoryFile file;
  if (input.empty()) return;
  const char which = input.front();
  input.remove_prefix(1);
  if (which >= '0' && which <= '2')
    return go_on(static_cast<std::size_t>(which - '0'), input, file);
  file.hold(input);
  static_cast<void>(unless_refused([&] { return load(file.path(), which); }));
  file.hold(test::sealed(format, input));
  static_cast<void>(unless_refused([&] { return load(file.path(), which); }));
}
