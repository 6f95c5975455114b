// Mending what hivex writes differently from Windows.
#pragma once

#include <cstddef>
#include <span>

#include "runtime/windows/hive/image.hpp"

namespace hivemend::windows {

struct Normalised {
    std::size_t lists_converted = 0;
    std::size_t empty_lists_removed = 0;
};

/// Looks at the subkey lists of these keys: in a hive before 1.5 `lh` leaves become `lf` with the first four characters
/// of each name as hint; a key without subkeys gets no list, an index no empty leaf, and their cells are freed. Then
/// the header gets its checksum. The size of the hive does not change.
Normalised normalise(Bytes& hive, std::span<const KeyRef> keys);

}  // namespace hivemend::windows
