#!/usr/bin/env -S python3 -B
"""Holds the harness of the boot menu to what it is for, without a boot manager of Windows: a screen is read, a disk that is
made here starts, and its program is read from the serial line. Usage: harness_test.py HIVEMEND. About 20 s, without KVM; 77
when qemu or OVMF are missing."""
import sys
import tempfile
from pathlib import Path

from boot_menu import compare
from machine import what_is_missing
from patient import differences, edited_disk
from screen import Menu, menu_on, screen_after
from stand_in import efi_program

# Laid out as the boot manager does it, in the order in which a console is drawn that moves its cursor.
DRAWN = (
    "\x1b[2J\x1b[1;1HBdsDxe: starting Boot0001\r\n\x1b[0m\x1b[2J\x1b[01;29H\x1b[1m\x1b[37m\x1b[40mWindows Boot Manager"
    "\x1b[24;02HENTER=Choose\x1b[24;28HTAB=Menu\x1b[24;68HESC=Cancel"
    "\x1b[03;02HChoose an operating system to start, or press TAB to select a tool:"
    "\x1b[04;02H(Use the arrow keys to highlight your choice, then press ENTER.)"
    "\x1b[07;06HSecond\x1b[06;06HFirst, old nam\b\be\x1b[K (new)\x1b[06;75H>"
    "\x1b[10;02HTo specify an advanced option for this choice, press F8."
    "\x1b[11;02HSeconds until the highlighted choice will be started automatically: 30"
    "\x1b[11;70H29"
    "\x1b[15;02HTools:\x1b[17;06HMemory test"
)
# What the playbook makes of the store: a new order, the ramdisk under the name of its options.
EDITED = Menu(
    ["Second Windows", "First Windows", "Shown for the ramdisk"], ["Another memory test", "Memory test"], "Second Windows", 25
)
MENU = Menu(["First, old ne (new)", "Second"], ["Memory test"], "First, old ne (new)", 29)


def check(found, wanted, what):
    if found != wanted:
        sys.exit(f"{what}: found {found}, not {wanted}")


def text_of(menu):
    """A screen with this menu, from top to bottom."""
    lines = ["Windows Boot Manager", "", "Choose an operating system to start, or press TAB to select a tool:"]
    lines += ["(Use the arrow keys to highlight your choice, then press ENTER.)", ""]
    lines += [f"    {name:60}{'>' if name == menu.chosen else ''}" for name in menu.entries]
    lines += ["", f"Seconds until the highlighted choice will be started automatically: {menu.seconds}", "", "Tools:", ""]
    return "\r\n".join(lines + [f"    {name}" for name in menu.tools] + ["", "ENTER=Choose   TAB=Menu   ESC=Cancel"])


def check_screens():
    check(menu_on(screen_after(DRAWN.encode())), MENU, "a drawn menu")
    check(menu_on(screen_after(DRAWN[: DRAWN.index("Seconds")].replace("ENTER=", "").encode())), None, "half a menu")
    check(menu_on(screen_after(b"\x1b[2JStatus: 0xc000000f")), None, "an error screen")
    check(menu_on(screen_after(text_of(MENU).encode())), MENU, "a printed menu")
    check(menu_on(screen_after((DRAWN + "\x1b[2J").encode())), None, "a menu that was cleared")


def check_differences():
    listed = Menu(["A", "B"], ["T"], "A", 30)
    check(differences(Menu(["A", "B"], ["T"], "A", 28), listed), [], "the same menu")
    for other in (
        Menu(["B", "A"], ["T"], "A", 30),
        Menu(["A", "B"], [], "A", 30),
        Menu(["A", "B"], ["T"], "B", 30),
        Menu(["A", "B"], ["T"], "A", 31),
        Menu(["A", "B"], ["T"], "A", None),
    ):
        check(len(differences(other, listed)), 1, f"how {other} differs from {listed}")


def check_machine(program):
    """The whole way, with a program in the place of the boot manager that prints what the listing says."""
    with tempfile.TemporaryDirectory() as place:
        _, listed = edited_disk(program, place)
        check(listed, EDITED, "what the listing of the edited store says")
        stand_in = Path(place) / "stand-in.efi"
        stand_in.write_bytes(efi_program(text_of(listed)))
        check(compare(program, stand_in), [], "the menu of the stand-in")
        stand_in.write_bytes(efi_program(text_of(Menu(listed.entries[::-1], listed.tools, listed.chosen, listed.seconds))))
        check(len(compare(program, stand_in)), 1, "how a menu in another order differs")


check_screens()
check_differences()
if missing := what_is_missing():
    print(f"skipped: booting a disk: apt-get install {missing}")
    sys.exit(77)
check_machine(sys.argv[1])
