// The parts of `obstacle` that stand alone. Each is a sentence, or nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runtime/windows/hive/image.hpp"

namespace hivemend::windows {

/// The hive as a whole cannot be edited: dirty, or layered.
std::optional<std::string> hive_obstacle(const HiveImage& image);
/// A name that is to be created; `what` is `key` or `value`.
std::optional<std::string> name_obstacle(std::string_view what, const std::string& name);
/// Data that is to be written into a hive of version 1.minor.
std::optional<std::string> data_obstacle(std::uint32_t minor, const std::string& name, const lang::RegData& data);
/// A value of this key, which would be rewritten when `name` changes, would not come out as it is.
std::optional<std::string> beside_obstacle(const HiveImage& image, KeyRef key, const std::string& path,
                                           const std::string& name);
/// `value `Start``, or `the default value`.
std::string value_shown(const std::string& name);

}  // namespace hivemend::windows
