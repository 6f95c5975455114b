// libFuzzer target: everything that reads the bytes of a hive or a log in this process. The child with hivex is not
// started.
#include <cstddef>
#include <cstdint>

#include "runtime/windows/bcd/codec.hpp"
#include "runtime/windows/bcd/store.hpp"
#include "runtime/windows/hive/check.hpp"
#include "runtime/windows/hive/edit.hpp"
#include "runtime/windows/hive/log.hpp"
#include "runtime/windows/hive/records.hpp"
#include "runtime/windows/hive/replay.hpp"
#include "runtime/windows/install/find.hpp"

namespace {

using namespace hivemend;
using namespace hivemend::windows;

/// Keys in the order of a walk; damaged lists can lead in circles, so it ends after `budget` keys.
void walk(const HiveImage& image, KeyRef key, std::size_t& budget, std::vector<KeyRef>& keys)
{
    if (budget == 0)
        return;
    --budget;
    try {
        image.key(key);
        keys.push_back(key);
        image.values(key);
    } catch (const Malformed&) {
    }
    std::vector<KeyRef> children;
    try {
        children = image.subkeys(key);
    } catch (const Malformed&) {
    }
    for (const auto child : children)
        walk(image, child, budget, keys);
}

template <class Work>
void tolerate(Work work)
{
    try {
        work();
    } catch (const Malformed&) {
    }
}

void read_everything(const Bytes& bytes)
{
    const HiveImage image(bytes);
    check_hive(image);
    std::size_t budget = 500;
    std::vector<KeyRef> keys;
    walk(image, image.root(), budget, keys);
    obstacle(image, SetValue{"Key1\\Sub1", "Value1", lang::reg_dword(1)});
    obstacle(image, DeleteValue{"Key1", "Value1"});
    obstacle(image, CreateKey{"Key1\\New"});
    obstacle(image, DeleteKey{"Key1"});
    tolerate([&] { read_control_sets(image); });
    tolerate([&] {
        for (const auto& object : read_objects(image))
            for (const auto& [id, data] : object.elements)
                element_text(id, data, {}, object_kind(object.type));
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<std::byte>(data[i]);
    highest_sequence(bytes);
    check_hive(ByteView(bytes));
    read_log(bytes);
    // As its own log, too: then the two agree more often than by chance.
    replay_logs({.name = "FUZZ", .primary = bytes, .logs = {{"FUZZ.LOG1", bytes}}});
    // A wrong checksum would hide everything behind it from the guards.
    if (bytes.size() >= 512)
        put(std::span(bytes), 508, base_block_checksum(bytes));
    tolerate([&] { read_everything(bytes); });
    return 0;
}
