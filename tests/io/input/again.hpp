#pragma once

#include <filesystem>

#include "io/input/run_input.hpp"
#include "io/input/study_input.hpp"
#include "tests/temporary_directory.hpp"

namespace lacuna::test {

// What a canonical text reads back as in a directory of its own, beside copies of its files.

inline io::RunInput again(const io::RunInput& input) {
  const TemporaryDirectory place;
  const std::filesystem::path directory = place / "runs" / "one";
  std::filesystem::create_directories(directory);
  input.files.copy_to(directory);
  return io::parse_case(input.canonical, "again", directory);
}

inline io::StudyInput again(const io::StudyInput& study) {
  const TemporaryDirectory place;
  study.files.copy_to(place.path());
  return io::parse_study(study.canonical, "again", place.path());
}

}  // namespace lacuna::test
