"""ChaCha20-Poly1305 of RFC 8439 with no further data, in Python; it shares no code with the project."""

import hmac
import struct

TAG_BYTES = 16


def rotate(x, count):
    return (x << count | x >> 32 - count) & 0xFFFFFFFF


def quarter(s, a, b, c, d):
    for first, second, third, count in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        s[first] = s[first] + s[second] & 0xFFFFFFFF
        s[third] = rotate(s[third] ^ s[first], count)


def block(key, counter, nonce):
    begin = [0x61707865, 0x3320646E, 0x79622D32, 0x6B206574, *struct.unpack("<8L", key), counter,
             *struct.unpack("<3L", nonce)]
    state = list(begin)
    for _ in range(10):
        for a, b, c, d in ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
                           (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
            quarter(state, a, b, c, d)
    return struct.pack("<16L", *(x + y & 0xFFFFFFFF for x, y in zip(state, begin)))


def stream(key, nonce, data):
    out = bytearray()
    for at in range(0, len(data), 64):
        out += bytes(x ^ y for x, y in zip(data[at:at + 64], block(key, 1 + at // 64, nonce)))
    return bytes(out)


def tag_of(key, nonce, sealed):
    one_time = block(key, 0, nonce)
    r = int.from_bytes(one_time[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    s = int.from_bytes(one_time[16:32], "little")
    data = sealed + bytes(-len(sealed) % 16) + struct.pack("<QQ", 0, len(sealed))
    total = 0
    for at in range(0, len(data), 16):
        total = (total + int.from_bytes(data[at:at + 16] + b"\1", "little")) * r % (2**130 - 5)
    return (total + s & 2**128 - 1).to_bytes(16, "little")


def seal(key, nonce, plain):
    sealed = stream(key, nonce, plain)
    return sealed + tag_of(key, nonce, sealed)


def open_sealed(key, nonce, box):
    """What was sealed, or None."""
    sealed, tag = box[:-TAG_BYTES], box[-TAG_BYTES:]
    if len(box) < TAG_BYTES or not hmac.compare_digest(tag, tag_of(key, nonce, sealed)):
        return None
    return stream(key, nonce, sealed)
