#include "kmc/checkpoint.hpp"

#include <boost/crc.hpp>

#include "interface/in_flight.hpp"
#include "interface/slab_model.hpp"
#include "kmc/composition_rejection.hpp"
#include "kmc/random.hpp"
#include "tests/fuzz/target.hpp"

namespace {

using namespace lacuna;

constexpr std::uint32_t format = 4;

interface::Case small_case() {
  interface::Case c;
  c.metal.cells = {4, 3};
  c.metal.layers = 6;
  c.metal.bond_nn1 = c.metal.bond_nn2 = 0.03;
  c.far_side.kind = interface::FarSide::thick;
  c.far_side.layers = 50;
  return c;
}

// What the program would write of a state of these bytes.
std::string sealed(std::string_view state) {
  kmc::Writer body, header;
  body.put(std::uint64_t{0});
  body.put(std::string(state));
  boost::crc_32_type crc;
  crc.process_bytes(body.bytes().data(), body.bytes().size());
  header.put(format);
  header.put(crc.checksum());
  return "LACUNACP" + header.bytes() + body.bytes();
}

// Those parts of a run's state by which memory is found: where the vacancies are, in which group the selector has them,
// which word of a block of random ones is next, and what is in flight.
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
    default: interface::InFlight(c, model.slab()).load(reader); break;
  }
  reader.finish();
}

bool load(const std::filesystem::path& file, char which) {
  kmc::Reader reader = kmc::load_checkpoint(file, format, 0);
  load_part(which, reader);
  return true;
}

}  // namespace

// A checkpoint as it stands, and one whose checksum is right: of the part that the first letter names.
void lacuna::fuzz::target(std::string_view input) {
  static InMemoryFile file;
  if (input.empty()) return;
  const char which = input.front();
  input.remove_prefix(1);
  file.hold(input);
  static_cast<void>(unless_refused([&] { return load(file.path(), which); }));
  file.hold(sealed(input));
  static_cast<void>(unless_refused([&] { return load(file.path(), which); }));
}
