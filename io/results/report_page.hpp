#pragma once

#include <string>
#include <string_view>

namespace lacuna::io {

/// A report's page: the built page (report/) with `json` in the place that it keeps for its data,
/// written so that no text in it can end the place early. Throws Error if the page keeps none.
[[nodiscard]] std::string filled_page(std::string_view page, std::string_view json);

}  // namespace lacuna::io
