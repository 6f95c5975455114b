// What a target says of what it has not.
#include "runtime/engine/target/target.hpp"

#include <fmt/format.h>

namespace hivemend::engine {

std::optional<std::string> Registry::obstacle(std::string_view hive) const
{
    return has_hive(hive) ? std::nullopt : std::optional(fmt::format("this target has no {} hive", hive));
}

Answer<windows::BcdDevice> Target::partition(std::string_view volume) const
{
    return Unknown{fmt::format(
        "this target has no partition table, so how the boot store names `partition({})` cannot be known yet", volume)};
}

}  // namespace hivemend::engine
