#include "io/results/shown_table.hpp"

#include <fmt/format.h>

#include <cmath>

#include "io/results/columns.hpp"

namespace lacuna::io {
namespace {

std::string end_words(const ShownColumn& column, double end) {
  return std::isfinite(end) ? column.end(end) : "open";
}

std::string number_words(const ShownColumn& column, const std::optional<double>& number) {
  return number && !std::isnan(*number) ? column.value(*number) : "-";
}

std::string estimate_words(const ShownColumn& column,
                           const std::optional<ensemble::Estimate>& estimate) {
  if (!estimate || !std::isfinite(estimate->value)) return "-";
  std::string value = column.value(estimate->value);
  if (!column.end) return value;
  const auto& [low, high] = estimate->interval;
  return fmt::format("{} [{}, {}]", value, end_words(column, low), end_words(column, high));
}

}  // namespace

std::string text_of(const ShownTable& table) {
  if (table.is_empty()) return "";
  return "\n" + table.title + "\n" + columns(table.rows) + table.note;
}

NumberWords as(const char* format, double factor) {
  return [format, factor](double number) {
    return fmt::format(fmt::runtime(format), factor * number);
  };
}

std::string as_words(const ShownColumn& column, const ResultValue& value) {
  if (const auto* number = std::get_if<std::optional<double>>(&value))
    return number_words(column, *number);
  if (const auto* count = std::get_if<std::uint64_t>(&value)) return fmt::format("{}", *count);
  if (const auto* text = std::get_if<std::string>(&value)) return text->empty() ? "-" : *text;
  return estimate_words(column, std::get<std::optional<ensemble::Estimate>>(value));
}

}  // namespace lacuna::io
