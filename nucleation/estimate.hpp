#pragma once

namespace lacuna::nucleation {

/// A number, and its standard error.
struct Estimate {
  double value = 0.0, error = 0.0;
};

}  // namespace lacuna::nucleation
