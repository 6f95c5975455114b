// Plain data as bytes, for the way out of a child: fields one behind the other, written and read by the same function.
// Private to this folder.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {

class WireWriter {
public:
    template <std::integral T>
    void field(T& number)
    {
        const auto at = bytes_.size();
        bytes_.resize(at + 8);
        put(std::span(bytes_), at, static_cast<std::uint64_t>(number));
    }
    void field(std::string& text)
    {
        auto size = text.size();
        field(size);
        const auto bytes = std::as_bytes(std::span(text));
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    }
    void field(Bytes& bytes)
    {
        auto size = bytes.size();
        field(size);
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    }
    template <class T>
    void field(std::optional<T>& value)
    {
        bool present = value.has_value();
        field(present);
        if (value)
            one(*value);
    }
    template <class T>
    void field(std::vector<T>& list)
    {
        auto size = list.size();
        field(size);
        for (auto& item : list)
            one(item);
    }
    Bytes take() { return std::move(bytes_); }

private:
    template <class T>
    void one(T& item)
    {
        if constexpr (requires { field(item); })
            field(item);
        else
            fields(*this, item);
    }

    Bytes bytes_;
};

/// Error when the bytes end too early: the child that wrote them was not sound.
class WireReader {
public:
    explicit WireReader(ByteView bytes) : bytes_(bytes) {}

    template <std::integral T>
    void field(T& number)
    {
        number = static_cast<T>(le64(next(8), 0));
    }
    void field(std::string& text)
    {
        const auto bytes = next(size());
        text.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }
    void field(Bytes& bytes)
    {
        const auto part = next(size());
        bytes.assign(part.begin(), part.end());
    }
    template <class T>
    void field(std::optional<T>& value)
    {
        bool present = false;
        field(present);
        value.reset();
        if (present)
            one(value.emplace());
    }
    template <class T>
    void field(std::vector<T>& list)
    {
        list.clear();
        for (auto left = size(); left != 0; --left)  // every item takes a byte or more, so a wrong size ends soon
            one(list.emplace_back());
    }

private:
    template <class T>
    void one(T& item)
    {
        if constexpr (requires { field(item); })
            field(item);
        else
            fields(*this, item);
    }

    std::size_t size()
    {
        std::size_t size = 0;
        field(size);
        return size;
    }
    ByteView next(std::size_t size)
    {
        if (size > bytes_.size())
            throw Error("hive refused: what a confined process said of it ends too early");
        const auto part = bytes_.first(size);
        bytes_ = bytes_.subspan(size);
        return part;
    }

    ByteView bytes_;
};

}  // namespace hivemend::windows
