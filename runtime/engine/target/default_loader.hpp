// Which entry of a boot store `default` is.
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

}  // namespace hivemend::engine
