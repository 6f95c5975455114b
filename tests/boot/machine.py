"""A machine of its own for one boot: a disk with an EFI system partition, the firmware, and its serial line."""
import os
import shutil
import subprocess
import time
import uuid
from pathlib import Path

from screen import menu_on, screen_after

DISK = uuid.UUID("8c8e7a52-5b0f-4a35-9a0e-2f6d1f0b7c01")
SYSTEM_PARTITION = uuid.UUID("8c8e7a52-5b0f-4a35-9a0e-2f6d1f0b7c02")
FIRST_SECTOR = 2048
FIRMWARE = [
    ("/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd"),
    ("/usr/share/OVMF/OVMF_CODE.fd", "/usr/share/OVMF/OVMF_VARS.fd"),
]
PACKAGES = {
    "qemu-system-x86_64": "qemu-system-x86",
    "sfdisk": "fdisk",
    "mkfs.vfat": "dosfstools",
    "mcopy": "mtools",
}
os.environ["PATH"] += ":/usr/sbin:/sbin"


def firmware():
    return next((pair for pair in FIRMWARE if all(Path(file).exists() for file in pair)), None)


def what_is_missing():
    """Packages that have to be installed, separated by blanks; empty when a machine can be started."""
    packages = [package for program, package in PACKAGES.items() if not shutil.which(program)]
    return " ".join(packages + ([] if firmware() else ["ovmf"]))


def run(*command, text=None):
    subprocess.run(command, input=text, text=True, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def make_disk(image, files):
    """A GPT disk of 128 MiB with one partition, FAT32: {path in it: file}. Its ids are the ones above."""
    with open(image, "wb") as disk:
        disk.truncate(128 << 20)
    run(
        "sfdisk",
        "--quiet",
        str(image),
        text=f"label: gpt\nlabel-id: {DISK}\nstart={FIRST_SECTOR}, type=uefi, uuid={SYSTEM_PARTITION}\n",
    )
    volume = f"{image}@@{FIRST_SECTOR * 512}"
    sectors = (128 << 20) // 512 - FIRST_SECTOR - 2048
    run("mkfs.vfat", "-F", "32", f"--offset={FIRST_SECTOR}", str(image), str(sectors // 2))
    made = set()
    for path, file in files.items():
        for folder in reversed(Path(path).parents[:-1]):
            if folder not in made:
                run("mmd", "-i", volume, f"::{folder}")
                made.add(folder)
        run("mcopy", "-i", volume, str(file), f"::{path}")


def boot(image, folder, seconds):
    """Boots until there is a boot menu: it, and the last screen; the menu is None when none comes in time."""
    code, variables = firmware()
    own_variables, serial = Path(folder) / "variables.fd", Path(folder) / "serial"
    shutil.copyfile(variables, own_variables)
    serial.touch()
    machine = subprocess.Popen(
        ["qemu-system-x86_64", "-machine", "q35", "-m", "512", "-vga", "none", "-nographic", "-monitor", "none"]
        + ["-net", "none", "-no-reboot", "-serial", f"file:{serial}", "-accel", "tcg"]  # KVM in a virtual machine may fail
        + ["-drive", f"if=pflash,format=raw,readonly=on,file={code}"]
        + ["-drive", f"if=pflash,format=raw,file={own_variables}"]
        + ["-drive", f"format=raw,file={image}"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        end = time.monotonic() + seconds
        menu, lines = None, []
        while menu is None and time.monotonic() < end and machine.poll() is None:
            time.sleep(0.2)
            lines = screen_after(serial.read_bytes())
            menu = menu_on(lines)
        return menu, lines
    finally:
        machine.kill()
        said = machine.communicate()[0].decode("utf-8", "replace").strip()
        if said:
            print(said)
