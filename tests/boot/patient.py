"""A practice disk whose boot store was edited by a playbook, and the menu that its listing promises."""
import json
import subprocess
import uuid
from pathlib import Path

from machine import DISK, SYSTEM_PARTITION
from screen import Menu

FIRST, SECOND = "{5b1d2a60-0c53-4f0e-9a71-3f1f6a9d1e01}", "{5b1d2a60-0c53-4f0e-9a71-3f1f6a9d1e02}"
RAMDISK, OPTIONS = "{5b1d2a60-0c53-4f0e-9a71-3f1f6a9d1e03}", "{5b1d2a60-0c53-4f0e-9a71-3f1f6a9d1e04}"
TESTER = "{5b1d2a60-0c53-4f0e-9a71-3f1f6a9d1e05}"


def number(value, size=4):
    return value.to_bytes(size, "little")


def packet(kind, flags, body):
    return number(kind) + number(flags) + number(16 + len(body)) + number(0) + body


def partition():
    """The system partition, as a packet."""
    return packet(6, 0, SYSTEM_PARTITION.bytes_le + bytes(8) + DISK.bytes_le + bytes(16))


def in_store(body, options=uuid.UUID(int=0)):
    return f'binary "{(options.bytes_le + body).hex()}"'


def ramdisk(path):
    name = path.encode("utf-16-le") + b"\0\0"
    record = number(1) + number(12 + len(partition()) + len(name)) + number(5) + partition() + name
    return in_store(packet(0, 1, number(3) + bytes(20) + record), uuid.UUID(OPTIONS))


IN_RAM = ramdisk("\\sources\\boot.wim")
DESCRIPTION = f"""generation: 2
windows_directory: \\Windows
registry:
  SYSTEM\\Select: {{ Current: dword 1, Default: dword 1, Failed: dword 0, LastKnownGood: dword 1 }}
boot:
  bootmgr:
    device: {in_store(partition())}
    path: \\EFI\\Microsoft\\Boot\\bootmgfw.efi
    description: Windows Boot Manager
    locale: en-US
    default: "{FIRST}"
    displayorder: ["{FIRST}", "{SECOND}"]
    toolsdisplayorder: [memdiag]
    timeout: 5
  "{FIRST}":
    kind: osloader
    device: {in_store(partition())}
    path: \\Windows\\system32\\winload.efi
    description: First Windows
    osdevice: {in_store(partition())}
    systemroot: \\Windows
  "{SECOND}":
    kind: osloader
    device: {in_store(partition())}
    path: \\Windows\\system32\\winload.efi
    description: Nobody sees this
    osdevice: {in_store(partition())}
    systemroot: \\Windows
  "{RAMDISK}":
    kind: osloader
    device: {IN_RAM}
    path: \\windows\\system32\\boot\\winload.efi
    description: Hidden behind its options
    osdevice: {IN_RAM}
    systemroot: \\windows
    winpe: yes
  "{OPTIONS}":
    kind: device
    description: Shown for the ramdisk
    ramdisksdidevice: {in_store(partition())}
    ramdisksdipath: \\boot\\boot.sdi
  memdiag:
    device: {in_store(partition())}
    path: \\EFI\\Microsoft\\Boot\\memtest.efi
    description: Memory test
"""

PLAYBOOK = f"""playbook boot_menu {{
    language 1
    title "Another boot menu"
    effects {{ boot }}
}}

let second: bcd_object(osloader) = "{SECOND}"
let ramdisk: bcd_object(osloader) = "{RAMDISK}"
let tester: bcd_object(memdiag) = "{TESTER}"
bcd set second {{ description = "Second Windows" }}
bcd set bootmgr {{ displaybootmenu = yes, timeout = 25, default = second }}
bcd order displayorder {{ first = [second], last = [ramdisk] }}
bcd copy memdiag {{ to = "{TESTER}" }}
bcd set tester {{ description = "Another memory test" }}
bcd order toolsdisplayorder {{ first = [tester] }}
"""


def command(program, *words):
    done = subprocess.run([program, *words], text=True, capture_output=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"hivemend {' '.join(map(str, words))}\n{done.stdout}{done.stderr}")
    return done.stdout


def edited_disk(program, place):
    """The store that the playbook left, and what `inspect --boot` says that its menu is."""
    place = Path(place)
    description, playbook, disk = place / "patient.yaml", place / "boot-menu.mend", place / "patient"
    description.write_text(DESCRIPTION)
    playbook.write_text(PLAYBOOK)
    command(program, "sample", description, "--out", disk)
    command(program, "apply", playbook, "--target", disk, "--state", place / "state", "--yes")
    listing = json.loads(command(program, "inspect", "--boot", "--format", "json", "--target", disk))
    return disk / "EFI/Microsoft/Boot/BCD", menu_of(listing)


def menu_of(listing):
    """Entries and tools in order, each by the name that the boot manager shows."""
    objects = {found["id"]: found for found in listing["objects"]}
    values = {
        found["id"]: {element["name"]: element["value"] for element in found["elements"]} for found in objects.values()
    }
    manager = next(values[found["id"]] for found in objects.values() if found["kind"] == "bootmgr")

    def shown(entry):
        renamed = objects[entry]["menu_name"]  # where it is not its description
        return renamed or values[entry]["description"]

    return Menu(
        [shown(entry) for entry in manager["displayorder"]],
        [shown(entry) for entry in manager["toolsdisplayorder"]],
        shown(manager["default"]),
        manager["timeout"],
    )


def differences(found, listed):
    """What the screen shows otherwise than the listing says. The seconds run while the menu is drawn."""
    lines = [
        f"{what}: the screen shows {shown}, the listing says {said}"
        for what, shown, said in (
            ("entries", found.entries, listed.entries),
            ("tools", found.tools, listed.tools),
            ("the default entry", found.chosen, listed.chosen),
        )
        if shown != said
    ]
    if found.seconds is None or not 0 <= listed.seconds - found.seconds <= 15:
        lines.append(f"timeout: the screen shows {found.seconds} seconds left, the listing says {listed.seconds}")
    return lines
