// Reading the clock.
#include "runtime/engine/apply/clock.hpp"

#include <charconv>
#include <chrono>
#include <cstdlib>
#include <cstring>

namespace hivemend::engine {
namespace {

constexpr std::uint64_t ticks_a_second = 10'000'000;
constexpr std::uint64_t seconds_to_1970 = 11'644'473'600;
constexpr std::uint64_t last_second = 253'402'300'799;  // of the year 9999

}  // namespace

std::uint64_t filetime_now()
{
    std::uint64_t seconds = 0;
    if (const char* fixed = std::getenv("SOURCE_DATE_EPOCH"); fixed != nullptr) {
        const auto* end = fixed + std::strlen(fixed);
        const auto read = std::from_chars(fixed, end, seconds);
        if (read.ec == std::errc{} && read.ptr == end && seconds <= last_second)
            return (seconds + seconds_to_1970) * ticks_a_second;
    }
    using Ticks = std::chrono::duration<std::uint64_t, std::ratio<1, ticks_a_second>>;
    const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::chrono::duration_cast<Ticks>(since_1970).count()) +
           seconds_to_1970 * ticks_a_second;
}

}  // namespace hivemend::engine
