// Marvin32 over 32-bit words; the last one holds the bytes that are left and a byte 0x80 behind them.
#include "runtime/windows/hive/marvin32.hpp"

#include <bit>

#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {
namespace {

struct State {
    std::uint32_t low = 0x7a4e55c5, high = 0x82ef4d88;

    void mix(std::uint32_t word)
    {
        low += word;
        high ^= low;
        low = std::rotl(low, 20) + high;
        high = std::rotl(high, 9) ^ low;
        low = std::rotl(low, 27) + high;
        high = std::rotl(high, 19);
    }
};

}  // namespace

std::uint64_t marvin32(ByteView bytes)
{
    State state;
    std::size_t at = 0;
    for (; at + 4 <= bytes.size(); at += 4)
        state.mix(le32(bytes, at));
    std::uint32_t last = 0x80;
    for (auto end = bytes.size(); end > at; --end)
        last = last << 8 | std::to_integer<std::uint32_t>(bytes[end - 1]);
    state.mix(last);
    state.mix(0);
    return std::uint64_t{state.high} << 32 | state.low;
}

}  // namespace hivemend::windows
