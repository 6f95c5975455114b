// Keys by hive and path.
#include "runtime/engine/primitive/registry_key.hpp"

namespace hivemend::engine {

std::string_view hive_of(const lang::RegKey& key)
{
    return std::string_view(key.text).substr(0, key.text.find('\\'));
}

std::string_view below_hive(const lang::RegKey& key)
{
    const auto slash = key.text.find('\\');
    return slash == std::string::npos ? std::string_view{} : std::string_view(key.text).substr(slash + 1);
}

}  // namespace hivemend::engine
