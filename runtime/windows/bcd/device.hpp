// Device elements of the boot store: read and named, never written.
#pragma once

#include <optional>
#include <string>

#include "lang/types/reg_data.hpp"

namespace hivemend::windows {

/// `boot`, `partition {guid} on disk {guid}`, `partition at 1048576 on disk 36234da4`, `ramdisk
/// [boot]\sources\boot.wim`, …; nothing when the bytes are no device as Windows writes it.
std::optional<std::string> device_text(ByteView bytes);

}  // namespace hivemend::windows
