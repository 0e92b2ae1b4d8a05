#pragma once

#include <stdexcept>
#include <string>

namespace lacuna {

/// Base of every error Lacuna throws. Messages are lower case and say what is wrong, why, and
/// what to do about it; nothing in a library part prints.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What the user gave cannot be used: a file, a key, a combination of values. The command exits
/// with status 2 and has written nothing.
class InputError : public Error {
 public:
  using Error::Error;
};

/// Something went wrong while running: a state from which there is no going on, an exhausted index.
class RuntimeFailure : public Error {
 public:
  using Error::Error;
};

/// The machine failed us: a full disk, a vanished directory. Whatever else is tried will fare the
/// same.
class SystemFailure : public RuntimeFailure {
 public:
  using RuntimeFailure::RuntimeFailure;
};

}  // namespace lacuna
