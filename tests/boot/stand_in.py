"""An EFI program that clears the screen, prints a text and waits for ever: a stand-in for a boot manager."""
import struct


def efi_program(text):
    headers, code_at = 0x200, 0x1000
    # The system table comes in rdx; its console is at 0x40, with ClearScreen at 0x30 and OutputString at 8.
    code = bytes.fromhex(
        "4883ec28"  # sub rsp, 0x28
        "488b5a40"  # mov rbx, [rdx + 0x40]
        "4889d9"  # mov rcx, rbx
        "ff5130"  # call [rcx + 0x30]
        "4889d9"  # mov rcx, rbx
        "488d1505000000"  # lea rdx, [rip + 5]: behind the two instructions that follow
        "ff5108"  # call [rcx + 8]
        "ebfe"  # jmp to itself
    )
    body = code + text.encode("utf-16-le") + b"\0\0"
    body += bytes(-len(body) % 0x200)
    size_of_image = code_at + (len(body) + 0xFFF) // 0x1000 * 0x1000
    dos = b"MZ" + bytes(58) + struct.pack("<I", 0x40)
    coff = struct.pack("<4sHHIIIHH", b"PE\0\0", 0x8664, 1, 0, 0, 0, 0xF0, 0x22)
    optional = struct.pack("<HBBIIIII", 0x20B, 0, 0, len(body), 0, 0, code_at, code_at)
    optional += struct.pack("<QII", 0, 0x1000, 0x200)  # base, alignments
    optional += struct.pack("<6H4I", 0, 0, 0, 0, 0, 0, 0, size_of_image, headers, 0)
    optional += struct.pack("<HH4QII", 10, 0, 0x10000, 0x1000, 0x10000, 0x1000, 0, 16) + bytes(16 * 8)
    section = struct.pack("<8sIIIIIIHHI", b".text", len(body), code_at, len(body), headers, 0, 0, 0, 0, 0x60000020)
    return (dos + coff + optional + section).ljust(headers, b"\0") + body
