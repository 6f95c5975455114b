// A boot store as `inspect --boot` shows it: the listing of bcdedit with remarks, or JSON with every byte.
#pragma once

#include <string>
#include <vector>

#include "runtime/windows/bcd/listing.hpp"

namespace hivemend::report {

inline constexpr int boot_store_format = 1;

/// What the listing is of. `notes` are the target's: a transaction that was interrupted, logs that were replayed.
struct ListedTarget {
    std::string name;
    std::vector<std::string> notes;
};

/// The listing, and below it, as lines that begin with `#`, what it cannot say and the notes.
std::string boot_listing_text(const ListedTarget& target, const windows::BcdListing& listing);

/// As docs/schemas/boot-store.schema.json: every object with all its elements. Ids of objects are GUIDs.
std::string boot_listing_json(const ListedTarget& target, const windows::BcdListing& listing);

}  // namespace hivemend::report
