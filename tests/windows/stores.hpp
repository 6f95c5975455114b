// Real boot stores, read whole, and the words for what is in them: shared by the tests of the boot store.
#pragma once

#include <string>
#include <vector>

#include "lang/types/signature.hpp"
#include "runtime/windows/bcd/store.hpp"
#include "tests/windows/support.hpp"

namespace hivemend::windows::test {

struct RealStore {
    std::string name;  // below the folder of real data: `bcd/efi-win81/BCD`
    std::vector<BcdObject> objects;
};

/// Every primary hive in the folder `bcd` of the real data, by name; none when there is no real data.
const std::vector<RealStore>& real_stores();

/// `bcd/efi-win81/BCD {9dea862c-…} 12000004`: for messages.
std::string place_of(const RealStore& store, const BcdObject& object, std::uint32_t element);

/// The declarations of the standard library.
const lang::Declarations& library();

}  // namespace hivemend::windows::test
