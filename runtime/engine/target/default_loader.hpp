// Which entries of a boot store load Windows, and which of them `default` is.
#pragma once

#include <variant>

#include "runtime/engine/answer.hpp"
#include "runtime/engine/primitive/primitive.hpp"
#include "runtime/engine/target/target.hpp"

namespace hivemend::engine {

struct DefaultLoader {
    lang::Guid id;
    std::string why;
};

/// The entry that `bootmgr.default` names when that is an osloader that is neither Windows PE (`winpe`) nor somebody's
/// `recoverysequence`; else the only such entry. Unknown without a boot store; a refusal lists the entries when several
/// are left.
std::variant<DefaultLoader, Unknown, Refused> default_loader(const BootStore& boot);

/// The entries that load a Windows which can be repaired: osloaders that are neither Windows PE nor somebody's
/// `recoverysequence`. Ordered by id.
std::vector<windows::BcdObject> windows_entries(const BootStore& boot);

}  // namespace hivemend::engine
