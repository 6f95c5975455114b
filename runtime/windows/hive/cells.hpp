// The cells that belong to a key: what an edit of it may change, and so what nothing else may.
#pragma once

#include <vector>

#include "runtime/windows/hive/image.hpp"

namespace hivemend::windows {

using Cells = std::vector<std::uint32_t>;

/// Where the data of a value lies: one cell, or a `db` record with its list and segments; none when it is in the
/// record.
void add_data_cells(const HiveImage& image, const ValueRecord& value, Cells& cells);
/// The key itself, its list of values, their records and data.
void add_value_cells(const HiveImage& image, KeyRef key, Cells& cells);
/// The key itself, its list of subkeys and the leaves below it.
void add_list_cells(const HiveImage& image, KeyRef key, Cells& cells);
/// Its security descriptor and the two beside it in their ring. Malformed when they are none.
void add_security_cells(const HiveImage& image, KeyRef key, Cells& cells);
/// The key with everything below it. Malformed when it holds itself, or is deeper than 512 keys.
std::vector<KeyRef> subtree(const HiveImage& image, KeyRef key);

}  // namespace hivemend::windows
