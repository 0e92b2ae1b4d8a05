#include "io/store/sealed_summary.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <system_error>

#include "core/crc32.hpp"
#include "core/error.hpp"
#include "io/store/indented.hpp"
#include "io/text_file.hpp"

namespace lacuna::io {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* seal = "crc32";
constexpr const char* identity_name = "identity";
constexpr const char* own_name = "summary.json";
constexpr const char* large_name = "trajectory.lacuna";  // may be taken away, as it is only
                                                         // exported

std::string hexadecimal(std::uint64_t identity) { return fmt::format("{:016x}", identity); }
std::string hexadecimal(std::uint32_t sum) { return fmt::format("{:08x}", sum); }

/// Of a summary without its own.
std::string own_checksum(Json summary) {
  summary.at(seal).erase(own_name);
  return hexadecimal(crc32(indented(summary)));
}

[[noreturn]] void refuse(const fs::path& file) {
  throw InputError(
      fmt::format("{} is damaged or was changed since the run finished: its checksum is not that "
                  "in summary.json; put it back, or run the case again in another directory",
                  file.string()));
}

/// Parsed; refused if it is not as it was written to the last byte.
Json sound_summary(const fs::path& file) {
  constexpr std::size_t largest = std::size_t{16} << 20U;  // [B]
  const std::string text = read_text(file, "summary of the run", largest);
  try {
    Json json = Json::parse(text);
    const bool as_written = indented(json) == text;
    if (!as_written || own_checksum(json) != json.at(seal).at(own_name)) refuse(file);
    return json;
  } catch (const Json::exception&) {
    refuse(file);
  }
}

void require_sum(const fs::path& file, const Json& sum) {
  if (file.filename() == own_name) return;
  if (!fs::exists(file)) {
    if (file.filename() == large_name) return;
    throw InputError(
        fmt::format("{} is missing, and was there when the run finished; put it back, or run the "
                    "case again in another directory",
                    file.string()));
  }
  if (hexadecimal(crc32_of_file(file)) != sum) refuse(file);
}

}  // namespace

std::string sealed_summary(const std::string& summary, const fs::path& directory,
                           std::span<const std::string_view> files, std::uint64_t identity) {
  Json json = Json::parse(summary);
  json[identity_name] = hexadecimal(identity);
  Json& sums = json[seal] = Json::object();
  for (const std::string_view name : files) {
    const fs::path file = directory / name;
    if (fs::exists(file)) sums[std::string(name)] = hexadecimal(crc32_of_file(file));
  }
  sums[own_name] = own_checksum(json);
  return indented(json);
}

void require_identity(const fs::path& directory, std::uint64_t identity) {
  const Json summary = sound_summary(directory / own_name);
  const auto found = summary.find(identity_name);
  if (found == summary.end() || *found == hexadecimal(identity)) return;
  throw InputError(fmt::format(
      "{} holds results of other files: input.yaml is the same, but what a file that it "
      "names holds (barrier table, sites, currents) has changed since; put it back, or "
      "use another directory (--out)",
      directory.string()));
}

void require_unchanged(const fs::path& directory) {
  const Json summary = sound_summary(directory / own_name);
  for (const auto& [name, sum] : summary.at(seal).items()) require_sum(directory / name, sum);
}

void require_unchanged(const fs::path& directory, std::string_view file) {
  if (!fs::exists(directory / own_name)) return;
  const Json sums = sound_summary(directory / own_name).at(seal);
  const auto found = sums.find(file);
  if (found != sums.end()) require_sum(directory / file, *found);
}

}  // namespace lacuna::io
