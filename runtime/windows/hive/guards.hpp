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
/// Data that is to be written.
std::optional<std::string> data_obstacle(const std::string& name, const lang::RegData& data);
/// The values of this key, which hivex lists anew when `name` changes, have something that it does not survive, or the
/// value of this name could not be told from another or not be written under its own name.
std::optional<std::string> values_obstacle(const HiveImage& image, KeyRef key, const std::string& path,
                                           const std::string& name);
/// hivex reads all of a key that it deletes, and gives up half way where it cannot: at this key, or at one of its
/// values.
std::optional<std::string> deletion_obstacle(const HiveImage& image, KeyRef key);
/// `value `Start``, or `the default value`.
std::string value_shown(const std::string& name);

}  // namespace hivemend::windows
