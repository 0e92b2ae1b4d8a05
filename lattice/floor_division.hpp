#pragma once

namespace lacuna::lattice {

/// a / b rounded down. REQUIRES b > 0.
constexpr int floor_div(int a, int b) { return a / b - (a % b != 0 && a < 0); }

/// What is left of a, from 0 to b - 1. REQUIRES b > 0.
constexpr int floor_mod(int a, int b) { return a - floor_div(a, b) * b; }

}  // namespace lacuna::lattice
