#pragma once

#include <string>
#include <string_view>

#include "ensemble/executor.hpp"
#include "ensemble/record.hpp"

namespace lacuna::io {

// Tasks and what was found as one line of JSON each: for the journal, and for other ranks. Numbers
// are in internal units (atoms per square angstrom and second, seconds) and read back exactly.

[[nodiscard]] std::string record_text(const ensemble::Record&);
/// Throws InputError if the text is no record.
[[nodiscard]] ensemble::Record parse_record(std::string_view);

[[nodiscard]] std::string assignment_text(const ensemble::Assignment&);
/// Throws InputError if the text is no assignment.
[[nodiscard]] ensemble::Assignment parse_assignment(std::string_view);

}  // namespace lacuna::io
