#include "ensemble/hash.hpp"

#include "core/fnv.hpp"

namespace lacuna::ensemble {

std::uint64_t hash64(std::string_view text) {
  std::uint64_t h = fnv1a(text) + 0x9e3779b97f4a7c15u;
  h = (h ^ (h >> 30)) * 0xbf58476d1ce4e5b9u;
  h = (h ^ (h >> 27)) * 0x94d049bb133111ebu;
  return h ^ (h >> 31);
}

}  // namespace lacuna::ensemble
