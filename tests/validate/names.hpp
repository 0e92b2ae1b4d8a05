#pragma once

#include <array>
#include <string>

#include "lattice/slab.hpp"

namespace lacuna::validate {

inline constexpr std::array normals{lattice::Normal::n110, lattice::Normal::n100,
                                    lattice::Normal::n111};

inline std::string name(lattice::Normal normal) {
  return normal == lattice::Normal::n110   ? "(110)"
         : normal == lattice::Normal::n100 ? "(100)"
                                           : "(111)";
}

}  // namespace lacuna::validate
