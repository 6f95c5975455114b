// Following references: each cell once, and only to where it can be read.
#include "runtime/windows/hive/check_state.hpp"

#include <algorithm>

namespace hivemend::windows {
namespace {

constexpr std::size_t least_key = 76;
constexpr unsigned depth_limit = 512;  // the limit of Windows

}  // namespace

CheckState::CheckState(const HiveImage& image) : image_(image), taken_(image.header().bins_size / 8) {}

ByteView CheckState::take(const Reference& from, std::uint32_t cell, std::uint64_t least)
{
    if (cell == nil) {
        found(from.field, from.key, "{} is missing", from.what);
        return {};
    }
    if (!image_.in_use(cell)) {
        found(from.field, from.key, "{} should be at 0x{:x}, where no cell in use starts", from.what, at(cell));
        return {};
    }
    if (taken_[cell / 8]) {
        found(from.field, from.key, "{} is in the cell at 0x{:x}, which something else uses too", from.what, at(cell));
        return {};
    }
    taken_[cell / 8] = true;
    ++taken_cells_;
    // Negative while in use; HiveImage has checked that it ends inside its bin.
    const std::uint32_t length = 0u - le32(image_.bytes(), at(cell)) - 4;
    if (length < least) {
        found(from.field, from.key, "{} needs {} bytes; its cell at 0x{:x} has {}", from.what, least, at(cell), length);
        return {};
    }
    return image_.bytes().subspan(at(cell) + 4, length);
}

std::optional<KeyNode> CheckState::take_key(const Reference& from, std::uint32_t cell, KeyNumber parent)
{
    const auto lost = [&] {
        lose_keys();
        return std::nullopt;
    };
    const KeyNode node{take(from, cell, least_key)};
    if (node.bytes.empty())
        return lost();
    if (!has_signature(node.bytes, 0, "nk")) {
        found(field(cell, 0), from.key, "{} does not start with `nk`", from.what);
        return lost();
    }
    const std::size_t name = le16(node.bytes, 72);
    if (name > node.bytes.size() - least_key) {
        found(field(cell, 72), from.key, "{} has a name of {} bytes; its cell has room for {}", from.what, name,
              node.bytes.size() - least_key);
        return lost();
    }
    const auto depth = parent == no_key ? 0u : keys_[parent].depth + 1u;
    if (depth > depth_limit) {
        found(from.field, from.key, "{} lies more than {} keys deep", from.what, depth_limit);
        return lost();
    }
    keys_.push_back({cell, parent, static_cast<std::uint16_t>(depth)});
    return node;
}

KeyNode CheckState::node(KeyNumber key) const
{
    const auto start = at(keys_[key].cell);
    return {image_.bytes().subspan(start + 4, 0u - le32(image_.bytes(), start) - 4)};
}

std::string CheckState::path(KeyNumber key) const
{
    std::vector<KeyNumber> below_root;
    for (; key != no_key && key != 0; key = keys_[key].parent)
        below_root.push_back(key);
    std::string path;
    for (auto step = below_root.rbegin(); step != below_root.rend(); ++step)
        path += (path.empty() ? "" : "\\") + node(*step).name();
    return path;
}

RawName key_name(const KeyNode& node)
{
    return {node.raw_name(), (node.flags() & key_latin1) != 0};
}

}  // namespace hivemend::windows
