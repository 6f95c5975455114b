// What undo keeps of a file: the 4 KiB pages in which before and after differ, and both lengths.
// A value set in a hive of many megabytes costs a few pages, not a copy.
#pragma once

#include "lang/types/reg_data.hpp"

namespace hivemend::engine {

inline constexpr std::size_t undo_page = 4096;

/// Magic, both lengths, count, then each page's number and its bytes from before; numbers are 64 bits, little endian.
Bytes changed_pages(ByteView before, ByteView after);

/// The bytes from before, from those after and the kept pages. Malformed when the pages do not belong to such a file;
/// whether the result is right, its hash tells the caller.
Bytes bytes_before(ByteView after, ByteView pages, const std::string& where);

}  // namespace hivemend::engine
