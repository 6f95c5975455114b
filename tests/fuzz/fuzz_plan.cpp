// Any bytes as a plan file: refused as Malformed, or read, written and read again as the same plan.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/engine/plan/plan_file.hpp"
#include "runtime/storage/error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace hivemend;
    try {
        const auto plan = engine::plan_from_json({reinterpret_cast<const char*>(data), size}, "fuzz");
        [[maybe_unused]] const auto again = engine::plan_from_json(engine::to_json(plan), "fuzz");
        assert(again == plan);
    } catch (const Malformed&) {
    }
    return 0;
}
