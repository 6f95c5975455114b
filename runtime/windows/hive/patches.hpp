// Changes to the bytes of a hive, collected while it is read and made afterwards, so that no view sees a half-made
// record. Private to this folder.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {

class Patches {
public:
    explicit Patches(const HiveImage& image) : image_(image), end_(image.header().bins_size) {}

    /// `at` counts from the content of a cell.
    template <class T>
    void set(std::uint32_t cell, std::size_t at, T value)
    {
        Bytes bytes(sizeof value);
        put(std::span(bytes), 0, value);
        set_bytes(cell, at, std::move(bytes));
    }
    void set_bytes(std::uint32_t cell, std::size_t at, Bytes bytes)
    {
        patches_.push_back({content(cell) + at, std::move(bytes)});
    }
    /// From the start of the file.
    void set_in_file(std::size_t at, std::uint64_t value)
    {
        Bytes bytes(sizeof value);
        put(std::span(bytes), 0, value);
        patches_.push_back({at, std::move(bytes)});
    }

    /// A cell that is in use becomes free, and one that is free is used again; others stay.
    void release(std::uint32_t cell)
    {
        if (static_cast<std::int32_t>(size(cell)) < 0)
            set(cell, std::size_t{0} - 4, 0u - size(cell));
    }
    void occupy(std::uint32_t cell)
    {
        if (static_cast<std::int32_t>(size(cell)) > 0)
            set(cell, std::size_t{0} - 4, 0u - size(cell));
    }

    /// A bin behind all others, whole. Its cells may be named at once: it begins at `end()`.
    std::uint32_t end() const { return end_; }
    void append_bin(Bytes bin)
    {
        end_ += static_cast<std::uint32_t>(bin.size());
        bins_.insert(bins_.end(), bin.begin(), bin.end());
    }

    /// Bytes that the hive needs with all its bins.
    std::size_t size_needed() const { return std::max(image_.bytes().size(), std::size_t{first_bin} + end_); }

    /// Makes the changes, and puts size and checksum of the base block right. `hive` holds the bytes of the image, and
    /// has the size that is needed; the image may be gone.
    void apply(std::span<std::byte> hive) const
    {
        const auto at = [&](std::size_t offset) { return hive.begin() + static_cast<std::ptrdiff_t>(offset); };
        std::copy(bins_.begin(), bins_.end(), at(std::size_t{first_bin} + end_ - bins_.size()));
        for (const auto& patch : patches_)
            std::copy(patch.bytes.begin(), patch.bytes.end(), at(patch.at));
        put(hive, 40, end_);
        put(hive, 508, base_block_checksum(hive));
    }

private:
    struct Patch {
        std::size_t at = 0;  // from the start of the file
        Bytes bytes;
    };

    static std::size_t content(std::uint32_t cell) { return std::size_t{first_bin} + cell + 4; }
    std::uint32_t size(std::uint32_t cell) const { return le32(image_.bytes(), content(cell) - 4); }

    const HiveImage& image_;
    std::vector<Patch> patches_;
    Bytes bins_;
    std::uint32_t end_;
};

}  // namespace hivemend::windows
