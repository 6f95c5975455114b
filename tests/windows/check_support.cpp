// Hives with one thing wrong, and what the strict check says of them.
#include "tests/windows/check_support.hpp"

#include <algorithm>
#include <cstring>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows::test {

Bytes family(std::uint32_t minor)
{
    return hive_with({CreateKey{"Family\\Alpha"}, SetValue{"Family\\Beta", "Blob", lang::reg_binary(filled(100))},
                      CreateKey{"Family\\Gamma"}, SetValue{"Family", "Name", dword(1)},
                      SetValue{"Family", "Note", lang::reg_binary(filled(40))}},
                     minor);
}

std::string shown(const CheckReport& report)
{
    std::string text;
    for (const auto& finding : report.findings)
        text += fmt::format("0x{:x} `{}`: {}\n", finding.offset, finding.key, finding.what);
    return text;
}

void only(Bytes hive, std::size_t offset, const std::string& key, const std::string& what)
{
    reseal(hive);
    const auto report = check_hive(ByteView(hive));
    CHECK(shown(report) == fmt::format("0x{:x} `{}`: {}\n", offset, key, what));
    CHECK(report.total == 1);
}

void sound(Bytes hive)
{
    reseal(hive);
    CHECK(shown(check_hive(ByteView(hive))).empty());
}

std::uint32_t u32(const Bytes& hive, std::size_t at)
{
    return le32(hive, at);
}

std::size_t at_cell(const Bytes& hive, std::size_t field)
{
    return std::size_t{first_bin} + u32(hive, field) + 4;
}

std::size_t list_of(const Bytes& hive, std::string_view key)
{
    return at_cell(hive, record_of(hive, key) + 28);
}

std::size_t security_of(const Bytes& hive)
{
    return at_cell(hive, record_of(hive, "") + 44);
}

std::uint32_t add_cell(Bytes& hive, ByteView content)
{
    const auto bin = u32(hive, 40);
    const auto used = static_cast<std::uint32_t>((content.size() + 4 + 7) / 8 * 8);
    const auto size = (used + bin_header + 8 + 4095) / 4096 * 4096;
    hive.resize(first_bin + bin);
    Bytes bytes(size);
    std::memcpy(bytes.data(), "hbin", 4);
    put_u32(bytes, 4, bin);
    put_u32(bytes, 8, size);
    put_u32(bytes, bin_header, 0u - used);
    std::ranges::copy(content, bytes.begin() + bin_header + 4);
    put_u32(bytes, bin_header + used, size - bin_header - used);
    hive.insert(hive.end(), bytes.begin(), bytes.end());
    put_u32(hive, 40, bin + size);
    return bin + bin_header;
}

Bytes bytes_of(std::string_view text)
{
    Bytes bytes(text.size());
    std::memcpy(bytes.data(), text.data(), text.size());
    return bytes;
}

Bytes list(std::string_view kind, const std::vector<std::uint32_t>& entries)
{
    Bytes bytes = bytes_of(kind);
    bytes.resize(4 + 4 * entries.size());
    put_u16(bytes, 2, static_cast<std::uint16_t>(entries.size()));
    for (std::size_t i = 0; i < entries.size(); ++i)
        put_u32(bytes, 4 + 4 * i, entries[i]);
    return bytes;
}

}  // namespace hivemend::windows::test
