#pragma once

namespace lacuna {

/// Somebody asked for a stop: no error. Thrown by what takes long and leaves nothing behind.
struct Stopped {};

}  // namespace lacuna
