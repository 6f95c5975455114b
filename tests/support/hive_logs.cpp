// Writing logs.
#include "tests/support/hive_logs.hpp"

#include <algorithm>

#include "runtime/windows/hive/marvin32.hpp"
#include "runtime/windows/hive/records.hpp"

namespace hivemend::test {

using namespace windows;

namespace {

void put_u32(Bytes& bytes, std::size_t at, std::uint32_t value)
{
    put(std::span(bytes), at, value);
}

constexpr std::size_t log_page = 4096, log_sector = 512, entry_head = 40;

void append_u32(Bytes& bytes, std::uint32_t value)
{
    bytes.resize(bytes.size() + 4);
    put_u32(bytes, bytes.size() - 4, value);
}

void pad(Bytes& bytes)
{
    bytes.resize((bytes.size() + log_sector - 1) / log_sector * log_sector);
}

Bytes base_of(const Bytes& hive, std::uint32_t sequence1, std::uint32_t sequence2, std::uint32_t type)
{
    Bytes base(hive.begin(), hive.begin() + log_sector);
    put_u32(base, 4, sequence1);
    put_u32(base, 8, sequence2);
    put_u32(base, 28, type);
    put_u32(base, 508, base_block_checksum(base));
    return base;
}

bool differs(const Bytes& before, const Bytes& after, std::size_t at, std::size_t size)
{
    return at + size > before.size() || !std::equal(after.begin() + static_cast<std::ptrdiff_t>(at),
                                                    after.begin() + static_cast<std::ptrdiff_t>(at + size),
                                                    before.begin() + static_cast<std::ptrdiff_t>(at));
}

Bytes entry_of(const Bytes& before, const Bytes& after, std::uint32_t sequence)
{
    std::vector<std::size_t> pages;
    for (std::size_t at = first_bin; at < after.size(); at += log_page)
        if (differs(before, after, at, log_page))
            pages.push_back(at);
    if (pages.empty())
        pages.push_back(first_bin);
    Bytes entry;
    for (const std::uint32_t word :
         {0x454c7648u, 0u, 0u, sequence, static_cast<std::uint32_t>(after.size() - first_bin),
          static_cast<std::uint32_t>(pages.size())})
        append_u32(entry, word);
    entry.resize(entry_head);
    for (const auto at : pages) {
        append_u32(entry, static_cast<std::uint32_t>(at - first_bin));
        append_u32(entry, log_page);
    }
    for (const auto at : pages)
        entry.insert(entry.end(), after.begin() + static_cast<std::ptrdiff_t>(at),
                     after.begin() + static_cast<std::ptrdiff_t>(at + log_page));
    pad(entry);
    put_u32(entry, 4, static_cast<std::uint32_t>(entry.size()));
    reseal_entry(entry, 0);
    return entry;
}

}  // namespace

void reseal_entry(Bytes& log, std::size_t at)
{
    const auto size = le32(log, at + 4);
    const auto pages = marvin32(ByteView(log).subspan(at + entry_head, size - entry_head));
    put(std::span(log), at + 24, pages);
    const auto head = marvin32(ByteView(log).subspan(at, 32));
    put(std::span(log), at + 32, head);
}

HiveSet with_entries(const std::vector<Bytes>& states, const LogPlan& plan)
{
    HiveSet set{.name = "TEST", .primary = states[0], .logs = {{"TEST.LOG1", {}}, {"TEST.LOG2", {}}}};
    for (std::size_t i = 1; i < states.size(); ++i) {
        auto& log = set.logs[i - 1 < plan.in_first ? 0 : 1].bytes;
        const auto sequence = plan.sequence + static_cast<std::uint32_t>(i) - 1;
        if (log.empty())
            log = base_of(states[i], sequence, sequence, 6);
        const auto entry = entry_of(states[i - 1], states[i], sequence);
        log.insert(log.end(), entry.begin(), entry.end());
    }
    const auto base = base_of(states[0], plan.sequence + 1 - plan.lag, plan.sequence - plan.lag, 0);
    std::copy(base.begin(), base.end(), set.primary.begin());
    return set;
}

HiveSet with_pages(const Bytes& before, const Bytes& after)
{
    HiveSet set{.name = "TEST", .primary = before, .logs = {{"TEST.LOG1", base_of(after, 7, 7, 1)}}};
    auto& log = set.logs[0].bytes;
    append_u32(log, 0x54524944);
    const auto table = log.size();
    log.resize(table + (after.size() - first_bin) / log_page);
    pad(log);
    for (std::size_t at = first_bin; at < after.size(); at += log_sector)
        if (differs(before, after, at, log_sector)) {
            const auto index = (at - first_bin) / log_sector;
            log[table + index / 8] |= static_cast<std::byte>(1u << index % 8);
            log.insert(log.end(), after.begin() + static_cast<std::ptrdiff_t>(at),
                       after.begin() + static_cast<std::ptrdiff_t>(at + log_sector));
        }
    const auto base = base_of(before, 7, 6, 0);
    std::copy(base.begin(), base.end(), set.primary.begin());
    return set;
}

}  // namespace hivemend::test
