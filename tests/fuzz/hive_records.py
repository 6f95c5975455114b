"""The records of a registry hive and of its transaction logs: where each lies, what its fields are called, and the
checksums that hold them together.

    hive = Hive({"": bytes, ".LOG1": bytes, ".LOG2": bytes})      the hive itself must be sound

A record is known by where its content begins; offsets are from the start of the file. Fields under `KIND, gentle` may
have most values in a hive that is sound. Format: M. Suhanov, "Windows registry file format specification".
"""
from __future__ import annotations

import dataclasses
import struct

FIRST_BIN, NIL = 4096, 0xFFFFFFFF
# Of each kind of record: name of a field, its offset and its width.
FIELDS: dict[str, tuple[tuple[str, int, int], ...]] = {
    "base": (("signature", 0, 4), ("sequence 1", 4, 4), ("sequence 2", 8, 4), ("major", 20, 4), ("minor", 24, 4),
             ("type", 28, 4), ("format", 32, 4), ("root", 36, 4), ("bins size", 40, 4), ("cluster", 44, 4)),
    "base, gentle": (("written", 12, 8), ("name", 48, 8), ("id", 112, 8), ("flags", 144, 4), ("rmtm", 164, 4),
                     ("reorganised", 168, 8), ("reserved", 200, 8), ("boot type", 4088, 4), ("boot recovery", 4092, 4)),
    "bin": (("signature", 0, 4), ("offset", 4, 4), ("size", 8, 4)),
    "bin, gentle": (("reserved", 12, 8), ("time", 20, 8), ("spare", 28, 4)),
    "nk": (("signature", 0, 2), ("flags", 2, 2), ("parent", 16, 4), ("subkeys", 20, 4), ("list", 28, 4),
           ("values", 36, 4), ("value list", 40, 4), ("security", 44, 4), ("class", 48, 4), ("name length", 72, 2),
           ("class length", 74, 2)),
    "nk, gentle": (("flags", 2, 2), ("last write", 4, 8), ("access", 12, 4), ("volatile subkeys", 24, 4),
                   ("volatile list", 32, 4), ("longest name", 52, 2), ("user flags", 54, 2), ("longest class", 56, 4),
                   ("longest value name", 60, 4), ("longest data", 64, 4), ("work", 68, 4)),
    "vk": (("signature", 0, 2), ("name length", 2, 2), ("size", 4, 4), ("data", 8, 4)),
    "vk, gentle": (("size", 4, 2), ("type", 12, 4), ("flags", 16, 2), ("spare", 18, 2)),
    "sk": (("signature", 0, 2), ("next", 4, 4), ("previous", 8, 4), ("count", 12, 4), ("length", 16, 4)),
    "sk, gentle": (("reserved", 2, 2), ("descriptor", 20, 4), ("owner", 24, 4), ("groups", 28, 4), ("list", 36, 4)),
    "lf": (("signature", 0, 2), ("count", 2, 2)), "lh": (("signature", 0, 2), ("count", 2, 2)),
    "li": (("signature", 0, 2), ("count", 2, 2)), "ri": (("signature", 0, 2), ("count", 2, 2)),
    "db": (("signature", 0, 2), ("count", 2, 2), ("list", 4, 4)),
    "entry": (("signature", 0, 4), ("size", 4, 4), ("flags", 8, 4), ("sequence", 12, 4), ("bins size", 16, 4),
              ("pages", 20, 4), ("hash 1", 24, 8), ("hash 2", 32, 8)),
}
ENTRY_BYTES = {"lf": 8, "lh": 8, "li": 4, "ri": 4, "value list": 4, "segments": 4}


@dataclasses.dataclass
class Key:
    path: tuple[str, ...]              # below the root
    at: int                            # its record
    hash_at: int                       # its hash or hint in the list of its parent; 0: there is none
    values: list[tuple[str, int]]      # name and record


def number(data: bytes | bytearray, at: int, width: int) -> int:
    """Behind the end of the data there are zeros."""
    return int.from_bytes(data[at:at + width], "little")


def le32(data: bytes | bytearray, at: int) -> int:
    return number(data, at, 4)


def put(data: bytearray, at: int, width: int, value: int) -> None:
    if 0 <= at <= len(data) - width:
        data[at:at + width] = (value & (1 << 8 * width) - 1).to_bytes(width, "little")


def mend_checksum(data: bytearray) -> None:
    if len(data) >= 512:
        total = 0
        for (word,) in struct.iter_unpack("<I", data[:508]):
            total ^= word
        put(data, 508, 4, {0: 1, NIL: NIL - 1}.get(total, total))


def marvin32(data: bytes) -> int:
    """The hash of log entries."""
    low, high = 0x7A4E55C5, 0x82EF4D88
    whole = len(data) // 4 * 4
    tail = int.from_bytes(data[whole:] + b"\x80", "little")
    for word in (*struct.unpack(f"<{whole // 4}I", data[:whole]), tail, 0):
        low = low + word & NIL
        high ^= low
        low = (low << 20 | low >> 12) + high & NIL
        high = (high << 9 | high >> 23) & NIL ^ low
        low = (low << 27 | low >> 5) + high & NIL
        high = (high << 19 | high >> 13) & NIL
    return high << 32 | low


def mend_hashes(log: bytearray, at: int) -> None:
    size = le32(log, at + 4) if at + 8 <= len(log) else 0
    if 40 <= size <= len(log) - at:
        put(log, at + 24, 8, marvin32(bytes(log[at + 40:at + size])))
        put(log, at + 32, 8, marvin32(bytes(log[at:at + 32])))


def text(raw: bytes, latin1: bool) -> str:
    return raw.decode("latin-1") if latin1 else raw.decode("utf-16-le", "replace")


class Hive:
    """The files of one hive, and where in it each record lies."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.records: dict[str, list[int]] = {"bin": [], "cell": [], "value list": [], "segments": [], "data": []}
        self.keys: list[Key] = []
        self.entries = {suffix: self._log_entries(data) for suffix, data in files.items() if suffix}
        self._find_records(files[""])
        self._walk(files[""])

    def _find_records(self, data: bytes) -> None:
        start = FIRST_BIN
        while data[start:start + 4] == b"hbin":
            self.records["bin"].append(start)
            at, end = start + 32, start + le32(data, start + 8)
            while at < end:
                size = struct.unpack_from("<i", data, at)[0]
                self.records["cell"].append(at)
                kind = data[at + 4:at + 6].decode("latin-1")
                if size < 0 and kind in FIELDS:
                    self.records.setdefault(kind, []).append(at + 4)
                at += abs(size)
            start = end

    def _walk(self, data: bytes) -> None:
        def content(offset: int) -> int:
            return FIRST_BIN + offset + 4

        pending: list[tuple[int, int, tuple[str, ...]]] = [(content(le32(data, 36)), 0, ())]
        while pending:
            at, hash_at, path = pending.pop()
            values = []
            count, listed = le32(data, at + 36), content(le32(data, at + 40))
            if count:
                self.records["value list"].append(listed)
            for value in (content(le32(data, listed + 4 * i)) for i in range(count)):
                length, flags = (number(data, value + field, 2) for field in (2, 16))
                values.append((text(data[value + 20:value + 20 + length], bool(flags & 1)), value))
                if (size := le32(data, value + 4)) < 1 << 31 and size:
                    where = content(le32(data, value + 8))
                    split = data[where:where + 2] == b"db"
                    if split:
                        self.records["segments"].append(content(le32(data, where + 4)))
                    else:
                        self.records["data"].append(where)
            self.keys.append(Key(path, at, hash_at, values))
            lists = [content(le32(data, at + 28))] if le32(data, at + 20) else []
            if lists and data[lists[0]:lists[0] + 2] == b"ri":
                lists = [content(le32(data, lists[0] + 4 + 4 * i)) for i in range(number(data, lists[0] + 2, 2))]
            for leaf in lists:
                step = ENTRY_BYTES[data[leaf:leaf + 2].decode()]
                for i in range(number(data, leaf + 2, 2)):
                    child = content(le32(data, leaf + 4 + step * i))
                    length, flags = (number(data, child + field, 2) for field in (72, 2))
                    name = text(data[child + 76:child + 76 + length], bool(flags & 0x20))
                    pending.append((child, leaf + 8 + step * i if step == 8 else 0, (*path, name)))

    @staticmethod
    def _log_entries(log: bytes) -> list[int]:
        found, at = [], 512
        while log[at:at + 4] == b"HvLE" and le32(log, at + 4) >= 512:
            found.append(at)
            at += le32(log, at + 4)
        return found
