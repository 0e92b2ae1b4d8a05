#include "io/results/report_page.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "core/error.hpp"

using namespace lacuna;

TEST_CASE("no text of the data can end its place in the page") {
  const std::string name = "</script><script>alert(1)</script><!--";
  const std::string page =
      io::filled_page("<a>@LACUNA_DATA@</a>", nlohmann::json{{"name", name}}.dump());
  const std::string data = page.substr(3, page.size() - 7);
  CHECK(page.substr(0, 3) + page.substr(page.size() - 4) == "<a></a>");
  CHECK(data.find('<') == std::string::npos);
  CHECK(nlohmann::json::parse(data).at("name") == name);
}

TEST_CASE("a page that keeps no place for data is refused") {
  CHECK_THROWS_AS(io::filled_page("<a></a>", "1"), Error);
}

TEST_CASE("the data of a page that follows says so, and nothing else is different") {
  const std::string plain = nlohmann::json{{"name", "bare"}}.dump();
  CHECK(io::data_for(io::PageReader::once, plain) == plain);
  const auto followed = nlohmann::json::parse(io::data_for(io::PageReader::follows, plain));
  CHECK(followed == nlohmann::json{{"name", "bare"}, {"follows", true}});
}
