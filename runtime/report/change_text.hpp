// One change in words: what it is about, before and after.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lang/types/signature.hpp"
#include "runtime/engine/plan/change.hpp"

namespace hivemend::report {

/// A key or value inside a whole key that changes.
struct ItemText {
    char mark = '+';     // + comes, - goes, ~ becomes something else, blank: only where the next ones are
    std::string text{};  // `[Parameters]`, `Start  dword 3`
};

struct ChangeText {
    std::string place;          // key or boot object that it is in
    std::string name;           // value or element, as the language writes it
    std::string before, after;  // `absent`, `dword 7`; of what is created, `absent` and `created`
    std::string remark{};       // what before and after do not show: where long data first differs
    std::vector<ItemText> items{};
};

ChangeText change_text(const engine::Change& change, const lang::Declarations& declarations);

/// Data that no report shows: everything under SAM and SECURITY, and values that hold passwords.
bool is_secret(const lang::RegKey& key, std::string_view name);

}  // namespace hivemend::report
