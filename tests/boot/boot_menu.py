#!/usr/bin/env -S python3 -B
"""The menu that the boot manager of Windows shows of an edited store, against what the listing of that store says.
Usage: boot_menu.py HIVEMEND, with BOOTMGR_EFI=/path/to/bootmgfw.efi in the environment: a boot manager that you own. About
10 to 20 s, without KVM. 77 when it was skipped, and why is printed."""
import os
import sys
import tempfile
import time
from pathlib import Path

from machine import boot, make_disk, what_is_missing
from patient import differences, edited_disk

LONGEST = 120  # seconds until there is a menu


def compare(program, manager):
    with tempfile.TemporaryDirectory() as place:
        store, listed = edited_disk(program, place)
        image = Path(place) / "disk"
        make_disk(
            image,
            {
                "EFI/Boot/bootx64.efi": manager,
                "EFI/Microsoft/Boot/bootmgfw.efi": manager,
                "EFI/Microsoft/Boot/BCD": store,
            },
        )
        start = time.monotonic()
        found, lines = boot(image, place, LONGEST)
        if found is None:
            return ["there was no menu; the last screen was:", *lines]
        print(f"entries {found.entries}, tools {found.tools}, after {time.monotonic() - start:.0f} s")
        return differences(found, listed)


def main():
    manager = os.environ.get("BOOTMGR_EFI", "")
    missing = what_is_missing()
    if not manager:
        print("skipped: the menu of the boot manager: BOOTMGR_EFI names no bootmgfw.efi")
        return 77
    if missing:
        print(f"skipped: the menu of the boot manager: apt-get install {missing}")
        return 77
    found = compare(sys.argv[1], manager)
    print("\n".join(found) or "the boot manager shows what the listing says")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
