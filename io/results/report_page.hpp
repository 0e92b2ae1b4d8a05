#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lacuna::io {

/// A report's page: the built page (report/) with `json` in the place that it keeps for its data,
/// written so that no text in it can end the place early. Throws Error if the page keeps none.
[[nodiscard]] std::string filled_page(std::string_view page, std::string_view json);

/// Of a page: once what there is, or again and again what a run or a study writes.
enum class PageReader : std::uint8_t { once, follows };

/// The data as such a reader's page has it: one that follows loads itself again every few seconds.
/// REQUIRES a JSON object.
[[nodiscard]] std::string data_for(PageReader, std::string json);

}  // namespace lacuna::io
