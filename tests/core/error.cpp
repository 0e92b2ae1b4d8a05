#include "core/error.hpp"

#include <doctest/doctest.h>

#include <exception>
#include <string>
#include <type_traits>

namespace {

using lacuna::Error;
using lacuna::InputError;
using lacuna::RuntimeFailure;

/// As the command tells them apart to choose its exit status.
int exit_status(void (*action)()) {
  try {
    action();
  } catch (const InputError&) {
    return 2;
  } catch (const std::exception&) {
    return 1;
  }
  return 0;
}

}  // namespace

TEST_CASE("an input error keeps its message, whoever catches it") {
  const std::string message = "layers is 1 (a slab needs at least 3): give 3 or more";
  std::string caught;
  try {
    throw InputError(message);
  } catch (const std::exception& error) {
    caught = error.what();
  }
  CHECK(caught == message);
}

TEST_CASE("what the user got wrong and what the machine got wrong are told apart") {
  CHECK(exit_status([] { throw InputError("bad key"); }) == 2);
  CHECK(exit_status([] { throw RuntimeFailure("disk full"); }) == 1);
  CHECK(exit_status([] {}) == 0);
}

TEST_CASE("every error has the one base, and neither kind is the other") {
  CHECK(std::is_base_of_v<Error, InputError>);
  CHECK(std::is_base_of_v<Error, RuntimeFailure>);
  CHECK_FALSE(std::is_base_of_v<InputError, RuntimeFailure>);
  CHECK_FALSE(std::is_base_of_v<RuntimeFailure, InputError>);
}
