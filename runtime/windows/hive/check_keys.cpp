// Rules for the record of a key alone: flags, parent, name, class, security.
#include "runtime/windows/hive/check_state.hpp"

namespace hivemend::windows {
namespace {

constexpr std::uint16_t root_flag = 4;
constexpr std::size_t name_limit = 255, record_limit = 0x45c;

void check_key_name(CheckState& state, KeyNumber key, std::uint32_t cell, const RawName& name)
{
    const auto length_field = CheckState::field(cell, 72);
    if (name.size() == 0)
        state.found(length_field, key, "the key has no name");
    if (name.size() > name_limit)
        state.found(length_field, key, "the name of the key has {} characters; {} are the most", name.size(),
                    name_limit);
    if (name.latin1 || name.size() == 0)
        return;
    if (name.bytes.size() % 2 != 0)
        state.found(length_field, key, "the name of the key ends in half a character");
    for (std::size_t i = 0; i < name.size(); ++i)
        if (name[i] > 0xff)
            return;
    state.found(CheckState::field(cell, 2), key,
                "the name of the key is kept in two bytes a character, though each of them fits in one");
}

}  // namespace

void check_key(CheckState& state, KeyNumber key)
{
    const auto [cell, parent, depth] = state.keys()[key];
    const auto node = state.node(key);
    if (parent == no_key) {
        if ((node.flags() & root_flag) == 0)
            state.found(CheckState::field(cell, 2), key, "the root key is not marked as one");
    } else if (const auto parent_cell = state.keys()[parent].cell; node.parent() != parent_cell) {
        state.found(CheckState::field(cell, 16), key, "the key says that its parent is at 0x{:x}; it is at 0x{:x}",
                    CheckState::at(node.parent()), CheckState::at(parent_cell));
    }
    if (node.bytes.size() > record_limit)
        state.found(CheckState::at(cell), key, "the record of the key has {} bytes; {} are the most", node.bytes.size(),
                    record_limit);
    check_key_name(state, key, cell, key_name(node));
    // hivex frees the class whatever its length says, so it must be a cell even when it is empty.
    if (node.class_name() != nil)
        state.take({CheckState::field(cell, 48), key, "the class name of the key"}, node.class_name(),
                   le16(node.bytes, 74));
    if (node.security() == nil) {
        state.lose_keys();  // one user fewer for the descriptor that it should have
        state.found(CheckState::field(cell, 44), key, "the key has no security descriptor");
    } else {
        state.security.push_back({node.security(), key});
    }
}

}  // namespace hivemend::windows
