# Marks a dirty hive clean, from standard input to standard output: both sequence numbers the same, and the checksum right.
import struct
import sys

hive = bytearray(sys.stdin.buffer.read())
number = max(struct.unpack_from("<II", hive, 4))
struct.pack_into("<II", hive, 4, number, number)
checksum = 0
for word in struct.unpack_from("<127I", hive, 0):
    checksum ^= word
struct.pack_into("<I", hive, 508, {0: 1, 0xFFFFFFFF: 0xFFFFFFFE}.get(checksum, checksum))
sys.stdout.buffer.write(hive)
