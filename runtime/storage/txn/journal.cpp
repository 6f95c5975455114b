// Encoding and strict parsing of the journal. It lies on a disk that others can write: every count and path is checked.
#include "runtime/storage/txn/journal.hpp"

#include <algorithm>
#include <cassert>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "runtime/storage/error.hpp"
#include "runtime/storage/store/directory_tree.hpp"

namespace hivemend::storage {
namespace {

constexpr std::string_view magic{"hivemend-redo\r\n\x1a", 16};
constexpr std::uint32_t version = 1;
constexpr std::size_t trailer_size = std::tuple_size_v<Sha256>;
constexpr std::size_t longest_path = 4096;  // bytes

class Writer {
public:
    template <typename Number>
    void number(Number value)
    {
        for (std::size_t i = 0; i < sizeof value; ++i)
            bytes.push_back(static_cast<std::byte>((static_cast<std::uint64_t>(value) >> (8 * i)) & 0xffU));
    }

    void raw(ByteView view) { bytes.insert(bytes.end(), view.begin(), view.end()); }
    void text(std::string_view view) { raw(std::as_bytes(std::span{view})); }

    void print(const std::optional<Fingerprint>& print)
    {
        number<std::uint8_t>(print ? 1 : 0);
        if (!print)
            return;
        number(print->size);
        raw(print->hash);
    }

    Bytes bytes;
};

class Reader {
public:
    explicit Reader(ByteView view) : bytes_(view) {}

    [[noreturn]] void refuse(std::string headline) const { throw Malformed{"journal", offset_, std::move(headline)}; }

    ByteView raw(std::size_t count)
    {
        if (count > bytes_.size() - offset_)
            refuse("the journal ends in the middle of an entry");
        const auto view = bytes_.subspan(offset_, count);
        offset_ += count;
        return view;
    }

    template <typename Number>
    Number number()
    {
        std::uint64_t value = 0;
        std::size_t shift = 0;
        for (const auto byte : raw(sizeof(Number))) {
            value |= std::to_integer<std::uint64_t>(byte) << shift;
            shift += 8;
        }
        return static_cast<Number>(value);
    }

    std::optional<Fingerprint> print()
    {
        const auto present = number<std::uint8_t>();
        if (present > 1)
            refuse("the journal says neither that a file is there nor that it is not");
        if (present == 0)
            return {};
        Fingerprint print;
        print.size = number<std::uint64_t>();
        std::ranges::copy(raw(print.hash.size()), print.hash.begin());
        return print;
    }

    std::string path()
    {
        const auto view = raw(number<std::uint16_t>());
        const std::string path(reinterpret_cast<const char*>(view.data()), view.size());
        if (path.size() > longest_path || !is_plain(path))
            refuse("the journal names a path that does not lie plainly beneath the target");
        return path;
    }

    bool at_end() const { return offset_ == bytes_.size(); }

private:
    static bool is_plain(const std::string& path)
    {
        if (path.empty() || path.find('\\') != std::string::npos || is_journal_name(path.substr(0, path.find('/'))))
            return false;
        try {
            split_guest_path(guest_path(path));
            return true;
        } catch (const Error&) {
            return false;
        }
    }

    ByteView bytes_;
    std::size_t offset_ = 0;
};

JournalEntry read_entry(Reader& reader)
{
    JournalEntry entry;
    entry.path = reader.path();
    entry.before = reader.print();
    entry.after = reader.print();
    entry.staged = reader.number<std::uint32_t>();
    if (entry.before == entry.after)
        reader.refuse("the journal has an entry that changes nothing");
    if ((entry.staged != 0) != entry.after.has_value())
        reader.refuse("the journal has new bytes for a file that it removes, or none for one that it writes");
    return entry;
}

Journal read_body(ByteView body)
{
    Reader reader{body};
    if (!std::ranges::equal(reader.raw(magic.size()), std::as_bytes(std::span{magic})))
        reader.refuse("the file is not a journal of hivemend");
    if (const auto found = reader.number<std::uint32_t>(); found != version)
        reader.refuse(fmt::format("the journal has format {}, this hivemend knows format {}", found, version));
    Journal journal;
    std::ranges::copy(reader.raw(journal.id.size()), journal.id.begin());
    const auto count = reader.number<std::uint32_t>();
    if (count == 0 || count > journal_entries_limit)
        reader.refuse(fmt::format("the journal says that it has {} entries", count));
    std::set<std::string> paths;
    std::set<std::uint32_t> staged;
    for (std::uint32_t i = 0; i < count; ++i) {
        journal.entries.push_back(read_entry(reader));
        const auto& entry = journal.entries.back();
        if (!paths.insert(fold_case(entry.path)).second)
            reader.refuse("the journal names a file twice");
        if (entry.staged != 0 && !staged.insert(entry.staged).second)
            reader.refuse("the journal uses new bytes twice");
    }
    if (!reader.at_end())
        reader.refuse("the journal goes on after its last entry");
    return journal;
}

}  // namespace

bool is_journal_name(const std::string& name)
{
    return fold_case(name).starts_with(".hivemend-redo");
}

Bytes encode(const Journal& journal)
{
    Writer writer;
    writer.text(magic);
    writer.number(version);
    writer.raw(journal.id);
    writer.number(static_cast<std::uint32_t>(journal.entries.size()));
    for (const auto& entry : journal.entries) {
        assert(entry.path.size() <= longest_path && "paths come from DirectoryTree, which bounds them");
        writer.number(static_cast<std::uint16_t>(entry.path.size()));
        writer.text(entry.path);
        writer.print(entry.before);
        writer.print(entry.after);
        writer.number(entry.staged);
    }
    writer.raw(sha256(writer.bytes));
    return std::move(writer.bytes);
}

Journal parse_journal(ByteView bytes)
{
    if (bytes.size() > journal_limit)
        throw Malformed{"journal", journal_limit, "the journal is larger than any that hivemend writes"};
    if (bytes.size() < trailer_size)
        throw Malformed{"journal", bytes.size(), "the journal is cut short"};
    const auto body = bytes.first(bytes.size() - trailer_size);
    if (!std::ranges::equal(sha256(body), bytes.last(trailer_size)))
        throw Malformed{"journal", body.size(), "the journal does not have the checksum that it ends with"};
    return read_body(body);
}

}  // namespace hivemend::storage
