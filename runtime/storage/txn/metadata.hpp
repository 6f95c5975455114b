// Owner, group, mode and extended attributes of one file, given to another.
#pragma once

#include <string>

namespace hivemend::storage {

/// `from` and `to` are open files. What the file system or the user may not set is left out; a full disk is an Error.
void copy_metadata(int from, int to, const std::string& shown);

}  // namespace hivemend::storage
