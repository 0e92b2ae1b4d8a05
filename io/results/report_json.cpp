#include "io/results/report_json.hpp"

#include "core/version.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {

Json rounded(double value) {
  return std::isfinite(value) ? Json(to_digits(value, 5)) : Json(nullptr);
}

Json exact(double value) {
  return std::isfinite(value) ? Json(to_digits(value, 10)) : Json(nullptr);
}

Json program_block() {
  const BuildInfo& build = build_info();
  return {{"version", build.version}, {"revision", build.revision}};
}

std::string json_text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace lacuna::io
