// The words for a hive that is not there.
#include "runtime/engine/target/target.hpp"

#include <fmt/format.h>

namespace hivemend::engine {

std::optional<std::string> Registry::obstacle(std::string_view hive) const
{
    return has_hive(hive) ? std::nullopt : std::optional(fmt::format("this target has no {} hive", hive));
}

}  // namespace hivemend::engine
