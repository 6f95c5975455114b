// The walk over a hive that applies the rules, and the sum of what they find.
#include "runtime/windows/hive/check.hpp"

#include "runtime/windows/hive/check_state.hpp"

namespace hivemend::windows {
namespace {

void check_base_block(CheckState& state)
{
    const auto& header = state.image().header();
    const auto bytes = state.image().bytes();
    if (!header.checksum_right)
        state.found(508, no_key, "the checksum of the header is {:08x}; its bytes give {:08x}", le32(bytes, 508),
                    base_block_checksum(bytes));
    if (header.sequence1 != header.sequence2)
        state.found(4, no_key, "the hive is dirty: its sequence numbers are {} and {}", header.sequence1,
                    header.sequence2);
}

/// Depth first, because what belongs together mostly lies together; with a list of what waits, because a hostile hive
/// can be as deep as it likes.
void check_all_keys(CheckState& state)
{
    state.take_key({36, no_key, "the root key"}, state.image().header().root, no_key);
    std::vector<KeyNumber> waiting;
    for (KeyNumber found = 0;;) {
        for (auto last = static_cast<KeyNumber>(state.keys().size()); last > found; --last)
            waiting.push_back(last - 1);
        found = static_cast<KeyNumber>(state.keys().size());
        if (waiting.empty())
            break;
        const auto key = waiting.back();
        waiting.pop_back();
        check_key(state, key);
        check_values(state, key);
        check_subkeys(state, key);
    }
    check_security(state);
}

void count_leaked_cells(CheckState& state)
{
    if (state.taken_cells() == state.image().used_cells())
        return;
    const auto bytes = state.image().bytes();
    const auto end = state.image().header().bins_size;
    for (std::uint32_t bin = 0; bin < end;) {
        const auto bin_end = bin + le32(bytes, std::size_t{first_bin} + bin + 8);
        for (auto cell = bin + bin_header; cell < bin_end;) {
            const auto size = le32(bytes, std::size_t{first_bin} + cell);
            const bool used = (size & 0x80000000) != 0;
            if (used && !state.taken(cell)) {
                ++state.report.leaked_cells;
                state.report.leaked_bytes += 0u - size;
            }
            cell += used ? 0u - size : size;
        }
        bin = bin_end;
    }
}

}  // namespace

CheckReport check_hive(const HiveImage& image)
{
    CheckState state(image);
    check_base_block(state);
    check_all_keys(state);
    count_leaked_cells(state);
    state.report.keys = state.keys().size();
    return std::move(state.report);
}

CheckReport check_hive(ByteView bytes)
{
    try {
        return check_hive(HiveImage(bytes));
    } catch (const Malformed& damage) {
        CheckReport report;
        report.total = 1;
        report.findings.push_back({damage.offset, {}, damage.headline});
        return report;
    }
}

}  // namespace hivemend::windows
