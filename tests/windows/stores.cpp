// Finding and reading the real boot stores.
#include "tests/windows/stores.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "lang/check/check.hpp"

namespace hivemend::windows::test {
namespace {

/// Logs begin as hives do, and are not read.
bool is_primary_hive(const Bytes& bytes)
{
    try {
        read_header(bytes);
        return true;
    } catch (const Malformed&) {
        return false;
    }
}

std::vector<RealStore> read_stores()
{
    std::vector<RealStore> stores;
    const auto base = testdata();
    if (!base || !fs::is_directory(*base / "bcd"))
        return stores;
    for (const auto& entry : fs::recursive_directory_iterator(*base / "bcd")) {
        if (!entry.is_regular_file())
            continue;
        const auto bytes = read_file(entry.path());
        if (is_primary_hive(bytes))
            stores.push_back({fs::relative(entry.path(), *base).string(), read_objects(HiveImage(bytes))});
    }
    std::ranges::sort(stores, {}, &RealStore::name);
    return stores;
}

}  // namespace

const std::vector<RealStore>& real_stores()
{
    static const auto stores = read_stores();
    return stores;
}

std::string place_of(const RealStore& store, const BcdObject& object, std::uint32_t element)
{
    return fmt::format("{} {} {:08x}", store.name, to_text(object.id), element);
}

const lang::Declarations& library()
{
    static const auto loaded = [] {
        lang::SourceMap sources;
        lang::Diagnostics diagnostics;
        return lang::load_library(sources, diagnostics);
    }();
    return loaded.declarations();
}

}  // namespace hivemend::windows::test
