#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/error.hpp"

// What the directories of runs and of studies have in common.
namespace lacuna::io {

/// The input that whatever is in the directory belongs to.
inline constexpr const char* input_name = "input.yaml";

/// The folder with copies of the files that the input names (SideFiles).
inline constexpr const char* copies_name = "inputs";

/// Of a study: what it was begun with, and the folder of its replicas.
inline constexpr const char* version_name = "version";
inline constexpr const char* runs_name = "runs";

/// Is there something of that name, be it a link that leads nowhere?
[[nodiscard]] bool is_present(const std::filesystem::path&);

/// Throws InputError where something is in its place that is none.
void require_directory_or_nothing(const std::filesystem::path&);

/// Makes it with those above it; was it not there? Throws InputError.
bool make_directory(const std::filesystem::path&);

/// Throws InputError where no file can be made in it.
void require_writable(const std::filesystem::path&);

/// A text that was stored in such a directory; `what` it is, for messages. Throws as read_text.
[[nodiscard]] std::string stored_text(const std::filesystem::path& file, std::string_view what);

/// The input that was stored in such a directory. Throws InputError where it is empty, and as
/// read_text.
[[nodiscard]] std::string stored_input(const std::filesystem::path& file, std::string_view what);

/// Are those the results of a study, by the files and the input that are there? Throws InputError
/// where there is no directory, or no input in it, and as stored_input.
[[nodiscard]] bool holds_results_of_study(const std::filesystem::path& directory);

/// Throws InputError with the keys that differ.
[[noreturn]] void refuse_other_input(const std::filesystem::path& directory,
                                     const std::string& before, const std::string& now);

/// Results are continued only with the input they began with; what cannot change one may differ.
/// `parse` makes an input of a text, the name of its file and the folder of the files it names.
template <class Input, class Parse>
void require_same_input(const std::filesystem::path& directory, const Input& input,
                        std::string_view what, Parse parse) {
  const std::filesystem::path file = directory / input_name;
  const std::string before = stored_input(file, what);
  if (before == input.canonical) return;
  try {
    if (fingerprint(parse(before, file.string(), directory)) == fingerprint(input)) return;
  } catch (const Error&) {  // of another version, or changed by hand: the keys that differ say more
  }
  refuse_other_input(directory, before, input.canonical);
}

}  // namespace lacuna::io
