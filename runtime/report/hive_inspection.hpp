// A hive in an inspection: its numbers, its logs and what replaying them does, its structure. Private to the report.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "runtime/engine/target/windows_target.hpp"

namespace hivemend::report {

std::string hive_inspection_text(const engine::WindowsTarget::HiveStatus& hive);
nlohmann::ordered_json hive_inspection_json(const engine::WindowsTarget::HiveStatus& hive);

}  // namespace hivemend::report
