// Room for whole files.
#pragma once

#include "lang/types/reg_data.hpp"

namespace hivemend::storage {

/// As many zero bytes, in large pages where the system gives them: a hive of 12 MB is otherwise 3,000 page faults,
/// which take longer than reading it.
Bytes large_bytes(std::size_t size);

}  // namespace hivemend::storage
