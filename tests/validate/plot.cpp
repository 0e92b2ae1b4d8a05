#include "tests/validate/plot.hpp"

#include <fmt/format.h>

#include "io/results/gnuplot.hpp"

namespace lacuna::validate {
namespace {

std::string line_of(const Curve& curve) {
  std::string text;
  for (const auto& [x, y] : curve.points) text += fmt::format("{:.7g} {:.7g}\n", x, y);
  return text;
}

std::string measured_on(const Plot& plot, const Curve& curve, const Rows& rows,
                        const std::vector<Outcome>& outcomes) {
  std::string text;
  for (std::size_t n = 0; n < rows.size(); ++n) {
    const auto& point = rows[n].point;
    if (!point || point->figure != plot.name || point->curve != curve.name) continue;
    text +=
        fmt::format("{:.7g} {:.7g} {:.3g}\n", point->x, outcomes[n].measured, outcomes[n].error);
  }
  return text;
}

}  // namespace

std::string file_of(const Plot& plot) { return "pictures/validation_" + plot.name + ".svg"; }

std::string as_svg(const Plot& plot, const Rows& rows, const std::vector<Outcome>& outcomes) {
  std::string data, drawn;
  for (std::size_t k = 0; k < plot.curves.size(); ++k) {
    const Curve& curve = plot.curves[k];
    const std::size_t type = io::line_type(k);
    data += fmt::format("$l{} << E\n{}E\n", k, line_of(curve));
    drawn += fmt::format("{} $l{} with lines lt {} lw 1.2 title {}", k == 0 ? "plot" : ",", k, type,
                         io::quoted(curve.name));
    const std::string measured = measured_on(plot, curve, rows, outcomes);
    if (measured.empty()) continue;
    data += fmt::format("$p{} << E\n{}E\n", k, measured);
    drawn += fmt::format(", $p{} with yerrorbars lt {} ps 0.7 notitle", k, type);
  }
  return io::as_svg(
      {plot.name, data + "set title " + io::quoted(plot.title) + "\n" + plot.axes + drawn + "\n"});
}

}  // namespace lacuna::validate
