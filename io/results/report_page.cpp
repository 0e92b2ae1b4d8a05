#include "io/results/report_page.hpp"

#include "core/error.hpp"

namespace lacuna::io {

std::string filled_page(std::string_view page, std::string_view json) {
  constexpr std::string_view place = "@LACUNA_DATA@";
  const std::size_t at = page.find(place);
  if (at == std::string_view::npos)
    throw Error("the page of the report keeps no place for its data; build it again");
  std::string filled(page.substr(0, at));
  // In JSON a < stands in strings alone, where it may be written so; </script> would end the place.
  for (const char c : json) {
    if (c == '<') {
      filled += "\\u003c";
    } else {
      filled += c;
    }
  }
  return filled.append(page.substr(at + place.size()));
}

std::string data_for(PageReader reader, std::string json) {
  if (reader == PageReader::follows) json.insert(1, "\"follows\":true,");
  return json;
}

}  // namespace lacuna::io
