#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "io/input/yaml_tree.hpp"

namespace lacuna::io::yaml {

/// What is probably wrong with a text that is not valid YAML, in words of who wrote it.
struct Mistake {
  Place place;
  std::string what;
};

/// Looks for a tab that indents, a comment of another language, for what mistake_in_brackets finds,
/// for mistake_in_key, two colons, and a line whose indentation fits no line above it, up to `line`
/// (from 1), where the parser gave up. None: something else.
[[nodiscard]] std::optional<Mistake> probable_mistake(std::string_view text, int line);

/// A bracket that is never closed, closes another or none, or follows a key without a colon and a
/// blank; in all of a text that cannot be read.
[[nodiscard]] std::optional<Mistake> mistake_in_brackets(std::string_view text);

/// Where a text that goes on after its first document does so, and why it may.
[[nodiscard]] Mistake second_document(std::string_view text);

/// What a comment of another language begins with, if a text does; else empty.
[[nodiscard]] std::string_view comment_sign(std::string_view text);

/// Does a comment of another language follow a value, as in "300 // room"? What to write, else
/// nothing.
[[nodiscard]] std::string mistake_in_value(std::string_view value);

/// Names the first character beyond ASCII that does not belong into a text, for who cannot see what
/// is wrong with it; empty if there is none.
[[nodiscard]] std::string odd_character(std::string_view text,
                                        const std::function<bool(std::string_view)>& belongs);

/// Does a key hold a letter that is not the one it looks like, is it a comment, or has it swallowed
/// its value, as in "layers 4", "layers = 4" or "layers:4"? What to write, else nothing.
[[nodiscard]] std::string mistake_in_key(std::string_view key);

/// What the YAML library says is wrong at a place, so that one knows what to do.
[[nodiscard]] Mistake in_plain_words(const std::string& message, std::string_view text,
                                     const Place&);

}  // namespace lacuna::io::yaml
