"""PNGs, and what others hide in them, for whoever tests what becomes of a logo. It uses no library of pictures."""

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width=8, height=8, said=None, before=b"", behind=b"", colour=b"\xc8\x20\x20"):
    """One colour. `said`: the size that it states; `before`: chunks before its pixels; `behind`: bytes behind its end."""
    rows = (b"\0" + colour * width) * height
    header = struct.pack(">IIBBBBB", *(said or (width, height)), 8, 2, 0, 0, 0)
    return SIGNATURE + chunk(b"IHDR", header) + before + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"") + behind


def chunks(picture):
    """The kinds of chunks that a PNG has."""
    at, kinds = len(SIGNATURE), []
    while at < len(picture):
        size, kind = struct.unpack_from(">I4s", picture, at)
        kinds.append(kind.decode())
        at += size + 12
    return kinds


def black(width, height):
    """One bit a pixel, so that a very large one is soon made."""
    rows = zlib.compressobj()
    packed = b"".join(rows.compress(bytes(1 + (width + 7) // 8)) for _ in range(height)) + rows.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


TEXT = chunk(b"tEXt", b"Comment\0the password is below")
PROFILE = chunk(b"iCCP", b"mine\0\0" + zlib.compress(b"\0" * 200))
ANIMATION = chunk(b"acTL", struct.pack(">II", 2, 0))
