#pragma once

#include <functional>
#include <string>

#include "app/commands.hpp"

namespace lacuna::app {

/// Does it. Where the machine fails (a full disk, no memory, a vanished directory), what is thrown
/// is a SystemFailure that ends with `way_on`: what is safe, and how to go on.
Status with_way_on(const std::string& way_on, const std::function<Status()>& act);

}  // namespace lacuna::app
