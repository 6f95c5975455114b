// Page differences.
#include "runtime/engine/run/pages.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "runtime/storage/error.hpp"

namespace hivemend::engine {
namespace {

constexpr std::string_view magic = "hivemend undo 1\n";
constexpr std::uint64_t largest_file = 512ull << 20;  // no hive is larger; a damaged length must not allocate more

void put_number(Bytes& out, std::uint64_t number)
{
    for (int shift = 0; shift < 64; shift += 8)
        out.push_back(static_cast<std::byte>(number >> shift));
}

ByteView page(ByteView bytes, std::size_t number)
{
    const auto begin = std::min(number * undo_page, bytes.size());
    return bytes.subspan(begin, std::min(undo_page, bytes.size() - begin));
}

class Reader {
public:
    Reader(ByteView bytes, const std::string& where) : bytes_(bytes), where_(where) {}

    ByteView take(std::size_t size)
    {
        if (size > bytes_.size() - at_)
            fail("ends early");
        at_ += size;
        return bytes_.subspan(at_ - size, size);
    }

    std::uint64_t number()
    {
        std::uint64_t result = 0;
        const auto bytes = take(8);
        for (std::size_t index = 8; index-- > 0;)
            result = result << 8 | std::to_integer<std::uint64_t>(bytes[index]);
        return result;
    }

    bool at_end() const { return at_ == bytes_.size(); }

    [[noreturn]] void fail(const std::string& what) const
    {
        throw Malformed("undo pages", at_, "the undo data " + what, where_,
                        "without it this run cannot be undone exactly");
    }

private:
    ByteView bytes_;
    const std::string& where_;
    std::size_t at_ = 0;
};

}  // namespace

Bytes changed_pages(ByteView before, ByteView after)
{
    Bytes out;
    for (const char c : magic)
        out.push_back(static_cast<std::byte>(c));
    put_number(out, before.size());
    put_number(out, after.size());
    const auto count_at = out.size();
    put_number(out, 0);
    std::uint64_t count = 0;
    for (std::size_t number = 0; number * undo_page < before.size(); ++number) {
        const auto kept = page(before, number);
        const auto now = page(after, number);
        if (kept.size() == now.size() && std::memcmp(kept.data(), now.data(), kept.size()) == 0)
            continue;
        put_number(out, number);
        out.insert(out.end(), kept.begin(), kept.end());
        ++count;
    }
    Bytes counted;
    put_number(counted, count);
    std::ranges::copy(counted, out.begin() + static_cast<std::ptrdiff_t>(count_at));
    return out;
}

Bytes bytes_before(ByteView after, ByteView pages, const std::string& where)
{
    Reader reader(pages, where);
    if (!std::ranges::equal(reader.take(magic.size()), magic, {}, {}, [](char c) { return static_cast<std::byte>(c); }))
        reader.fail("has another format");
    const auto length = reader.number();
    if (length > largest_file || reader.number() != after.size())
        reader.fail("is of another file");
    Bytes result(after.begin(),
                 after.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(length, after.size())));
    result.resize(length);
    for (auto count = reader.number(); count > 0; --count) {
        const auto number = reader.number();
        if (number > length / undo_page || number * undo_page >= length)
            reader.fail("names a page past the end");
        const auto kept = reader.take(std::min<std::uint64_t>(undo_page, length - number * undo_page));
        std::ranges::copy(kept, result.begin() + static_cast<std::ptrdiff_t>(number * undo_page));
    }
    if (!reader.at_end())
        reader.fail("goes on after its end");
    return result;
}

}  // namespace hivemend::engine
