// Rules for the values of a key: their list, their records, their data.
#include <algorithm>

#include "runtime/windows/hive/check_state.hpp"

namespace hivemend::windows {
namespace {

constexpr std::size_t least_value = 20;
constexpr std::uint32_t minor_with_segments = 4;

struct ValueName {
    std::uint32_t hash = 0;
    std::uint32_t cell = 0;
    RawName name;
};

class ValueRules {
public:
    ValueRules(CheckState& state, KeyNumber key) : state_(state), key_(key) {}

    void apply()
    {
        const auto cell = state_.keys()[key_].cell;
        const auto node = state_.node(key_);
        const std::size_t count = node.values();  // none for a predefined handle, whose count is the handle
        if (count == 0)
            return;
        const auto list =
            state_.take({CheckState::field(cell, 40), key_, "the list of values"}, node.value_list(), 4 * count);
        if (list.empty())
            return;
        names_.reserve(count);
        for (std::size_t i = 0; i < count; ++i)
            check_record({CheckState::field(node.value_list(), 4 * i), key_, "a value"}, le32(list, 4 * i));
        check_repetition();
    }

private:
    void check_record(const Reference& from, std::uint32_t cell)
    {
        const auto record = state_.take(from, cell, least_value);
        if (record.empty())
            return;
        if (!has_signature(record, 0, "vk"))
            return state_.found(CheckState::field(cell, 0), key_, "a value does not start with `vk`");
        const std::size_t length = le16(record, 2);
        if (length > record.size() - least_value)
            return state_.found(CheckState::field(cell, 2), key_,
                                "a value has a name of {} bytes; its cell has room for {}", length,
                                record.size() - least_value);
        ++state_.report.values;
        const RawName name{record.subspan(least_value, length), (le16(record, 16) & value_latin1) != 0};
        names_.push_back({0, cell, name});
        check_data(cell, record);
    }

    void check_data(std::uint32_t cell, ByteView record)
    {
        const auto size = le32(record, 4) & 0x7fffffff, data = le32(record, 8);
        const bool stored_inline = size != le32(record, 4);
        if (stored_inline) {
            if (size > 4)
                state_.found(CheckState::field(cell, 4), key_,
                             "a value says that {} bytes of data are in its record, which has room for 4", size);
        } else if (size == 0) {
            if (data != nil)
                state_.found(CheckState::field(cell, 8), key_, "a value without data has a cell for it");
        } else if (size > big_data && !state_.before_version(minor_with_segments)) {
            check_segments(cell, data, size);
        } else {
            state_.take({CheckState::field(cell, 8), key_, "the data of a value"}, data, size);
        }
    }

    /// A record names a list, the list names segments, all of them full but the last.
    void check_segments(std::uint32_t value, std::uint32_t cell, std::uint32_t size)
    {
        const auto record = state_.take({CheckState::field(value, 8), key_, "the data of a value"}, cell, 8);
        if (record.empty())
            return;
        if (!has_signature(record, 0, "db"))
            return state_.found(CheckState::field(cell, 0), key_,
                                "a value of {} bytes is not kept in segments, so Windows cannot read it", size);
        const std::size_t count = le16(record, 2), wanted = (size + big_data - 1) / big_data;
        if (count != wanted)
            return state_.found(CheckState::field(cell, 2), key_, "a value of {} bytes has {} segments instead of {}",
                                size, count, wanted);
        const auto list_cell = le32(record, 4);
        const auto list =
            state_.take({CheckState::field(cell, 4), key_, "the list of segments of a value"}, list_cell, 4 * count);
        if (list.empty())
            return;
        for (std::size_t i = 0; i < count; ++i)
            state_.take({CheckState::field(list_cell, 4 * i), key_, "a segment of a value"}, le32(list, 4 * i),
                        std::min<std::size_t>(big_data, size - big_data * i));
    }

    /// Lists of values are in no order, so they are sorted here; by hash first, because names rarely share one.
    static bool sorts_before(const ValueName& one, const ValueName& other)
    {
        if (one.hash != other.hash)
            return one.hash < other.hash;
        for (std::size_t i = 0; i < std::min(one.name.size(), other.name.size()); ++i)
            if (const auto left = upper_case(one.name[i]).unit, right = upper_case(other.name[i]).unit; left != right)
                return left < right;
        return one.name.size() < other.name.size();
    }

    void check_repetition()
    {
        if (names_.size() < 2)
            return;
        for (auto& one : names_)
            one.hash = hash_of(one.name).hash;
        std::ranges::sort(names_, sorts_before);
        for (std::size_t i = 1; i < names_.size(); ++i)
            if (!sorts_before(names_[i - 1], names_[i]))
                state_.found(CheckState::field(names_[i].cell, 20), key_, "two values of the key have the same name");
    }

    CheckState& state_;
    KeyNumber key_;
    std::vector<ValueName> names_;
};

}  // namespace

void check_values(CheckState& state, KeyNumber key)
{
    ValueRules(state, key).apply();
}

}  // namespace hivemend::windows
