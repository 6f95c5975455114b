// The tables of what a later version checks.
#include "lang/check/later.hpp"

#include <algorithm>
#include <array>

namespace hivemend::lang::rules {
namespace {

constexpr std::array<std::string_view, 29> later_verbs{
    "reg set",     "reg delete-key", "reg restore",        "reg copy",     "reg append",        "reg remove",
    "reg replace", "hive replay",    "hive restore",       "bcd restore",  "bcd delete-object", "bcd create",
    "bcd copy",    "bcd order",      "file delete",        "file rename",  "file copy",         "file replace",
    "file write",  "collect",        "partition activate", "assign-efi",   "cleanup",           "defrag",
    "sfc scannow", "sfc verifyonly", "optional stage",     "applies when", "temporary"};

constexpr std::array<std::string_view, 16> facts{
    "reg.dword",       "reg.qword",        "reg.string",    "reg.multi_sz", "reg.binary",
    "reg.key_exists",  "reg.value_exists", "reg.keys",      "reg.values",   "file.exists",
    "file.find",       "os.path",          "os.page_files", "os.disk.size", "os.last_known_good_control_set",
    "drivers.unsigned"};

}  // namespace

std::optional<std::string> later_verb(const std::vector<syntax::Path>& words)
{
    std::string run;
    std::optional<std::string> longest;
    for (const auto& word : words) {
        run += (run.empty() ? "" : " ") + word.text();
        if (std::ranges::find(later_verbs, run) != later_verbs.end())
            longest = run;
    }
    return longest;
}

bool is_later_fact(std::string_view name)
{
    return std::ranges::find(facts, name) != facts.end() || name.starts_with("crash.");
}

bool is_later_attribute(std::string_view name)
{
    return name == "accept" || name == "slow" || name == "temporary";
}

}  // namespace hivemend::lang::rules
