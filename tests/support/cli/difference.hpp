// What really differs between two states of a target, read value by value; and what a plan says that will.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "runtime/engine/plan/plan.hpp"

namespace hivemend::test {

/// Everything in the hives and the boot store: `value SYSTEM\Select Current` and its data, keys and objects themselves.
using Content = std::map<std::string, std::string>;
Content content_of(const std::filesystem::path& directory);

/// `PLACE: BEFORE -> AFTER`, one for each place that differs.
using Differences = std::set<std::string>;
Differences differences(const Content& before, const Content& after);

/// The same of a plan's changes, made one after the other. A created key stands for the missing keys above it.
Differences differences(const engine::Changes& changes, const Content& before);

}  // namespace hivemend::test
