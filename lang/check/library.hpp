// What a Library holds. Private to lang/check.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "lang/check/check.hpp"

namespace hivemend::lang {

struct Library::Content {
    Declarations declarations;
    std::vector<Procedure> procedures;          // checked; each runs only those before it
    std::vector<std::set<std::string>> asking;  // for each procedure, those with an ask that it runs
    std::map<std::string, std::map<std::string, std::uint32_t, std::less<>>, std::less<>>
        modules;  // `std.x` → procedures
};

}  // namespace hivemend::lang
