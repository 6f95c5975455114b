// A boot store as `bcdedit /enum all` lists it on a machine that sees none of the disks: titles, 24 columns, order,
// names, symbols. Sources: listings of Windows 10 (19041) and Windows 11 (25H2) that their owners published; titles
// and symbols are those of an English Windows.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "lang/types/signature.hpp"
#include "runtime/windows/bcd/store.hpp"

namespace hivemend::windows {

/// `verbose` is bcdedit's /v: ids as GUIDs, and the elements of class 4.
enum class ListingDetail { usual, verbose };

/// Values start in this column.
inline constexpr std::size_t listing_column = 24;

class BcdListing {
public:
    /// The declarations must outlive it: they name elements, symbols and well-known objects.
    BcdListing(std::vector<BcdObject> objects, const lang::Declarations& declarations, ListingDetail detail);

    /// By type, then by id.
    const std::vector<BcdObject>& objects() const { return objects_; }
    /// The store's own `default` of the boot manager, if it has one.
    const std::optional<lang::Guid>& default_entry() const { return default_; }

    /// `bootmgr`, `default`; empty for an id without a name. A well-known object keeps its name as the default entry.
    std::string alias(const lang::Guid& id) const;
    /// As it is printed: `{bootmgr}`, `{default}`, or the GUID.
    std::string identifier(const lang::Guid& id) const;
    /// `Windows Boot Loader`, `Inherited Settings (20200003)`
    std::string title(const BcdObject& object) const;
    bool shows(std::uint32_t element) const;
    /// `bootstatuspolicy`, `custom:21000026`
    std::string name(const BcdObject& object, std::uint32_t element) const;
    /// `Yes`, `OptIn`, `ramdisk=[boot]\sources\boot.wim,{ramdiskoptions}`; one for each item of a list. A device that
    /// needs a disk to be matched is `unknown`. Data that does not fit its format is registry data.
    std::vector<std::string> values(const BcdObject& object, std::uint32_t element, const lang::RegData& data) const;

    /// The description that the boot menu shows, where that is not the object's own: the boot manager shows the
    /// description of the options object of a RAM disk.
    struct MenuName {
        std::string own, shown;
        lang::Guid options;
    };
    std::optional<MenuName> menu_name(const BcdObject& object) const;

    /// The whole listing, not escaped: what a string of the store holds stands in one line.
    std::vector<std::string> lines() const;
    /// What the listing cannot say, as lines that begin with `#`: the partitions behind `unknown`, and the entries that
    /// the boot menu shows under another name.
    std::vector<std::string> remarks() const;

private:
    std::vector<BcdObject> objects_;
    const lang::Declarations& declarations_;
    ListingDetail detail_;
    std::optional<lang::Guid> default_;
    std::map<lang::Guid, std::size_t> places_;  // of objects, the first of each id

    const BcdObject* object(const lang::Guid& id) const;
    std::string integer(std::uint32_t element, std::string_view kind, std::uint64_t number) const;
    std::string device(const lang::RegData& data) const;
    std::vector<std::string> device_remarks(const BcdObject& object) const;
};

}  // namespace hivemend::windows
