#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ensemble/resampling.hpp"

namespace lacuna::io {

/// A table for readers: the same words in the text of a study and on its page.
struct ShownTable {
  std::string title;
  std::vector<std::vector<std::string>> rows;  ///< the first is the heading
  std::string note;                            ///< sentences below it; empty: none

  [[nodiscard]] bool is_empty() const { return rows.size() <= 1; }
};

/// Its title, the columns as wide as they need to be, and its note; nothing where it is empty.
[[nodiscard]] std::string text_of(const ShownTable&);

using NumberWords = std::function<std::string(double)>;
/// `factor` times the number, in a format of fmt: "{:.1f} %".
[[nodiscard]] NumberWords as(const char* format, double factor = 1.0);

/// How a column of results looks to a reader.
struct ShownColumn {
  std::string heading;
  NumberWords value;  ///< of a number
  NumberWords end;    ///< of an end of its interval; none: the interval is not shown
};

/// What a row has in a column of results.
using ResultValue = std::variant<std::optional<double>, std::uint64_t, std::string,
                                 std::optional<ensemble::Estimate>>;

/// "1.23", "0.1234 [0.1200, open]": an end that is not finite is open. "-" where there is none.
[[nodiscard]] std::string as_words(const ShownColumn&, const ResultValue&);

}  // namespace lacuna::io
