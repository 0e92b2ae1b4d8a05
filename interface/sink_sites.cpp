#include "interface/sink_sites.hpp"

#include "core/error.hpp"

namespace lacuna::interface {

NoSinkSites::NoSinkSites(const Metal& metal, const lattice::Slab&) {
  if (metal.sinks) throw Error("metal with sinks inside needs a DetailedSlab");
}

}  // namespace lacuna::interface
