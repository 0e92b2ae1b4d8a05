#pragma once

#include <string>
#include <vector>

#include "tests/validate/judge.hpp"

namespace lacuna::validate {

/// The plot's file, beside the page.
[[nodiscard]] std::string file_of(const Plot&);

/// Its curves, and the measured values with standard errors of the rows that lie on them, as SVG by
/// gnuplot. Throws RuntimeFailure if there is no gnuplot.
[[nodiscard]] std::string as_svg(const Plot&, const Rows&, const std::vector<Outcome>&);

}  // namespace lacuna::validate
