#!/usr/bin/python3
"""The logo of seeds/now/: a sound PNG, and the same bytes each time, in whatever language and zone it is drawn.

usage: tests/seeds/logo.py SCRIPT
"""
import os, struct, subprocess, sys, tempfile, zlib

LARGEST, SIDES = 512 * 1024, (1, 2048)  # of a logo, as the protocol's limits say


def draw(script, **environment):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'logo.png')
        subprocess.run([script, path], check=True, env={'PATH': os.environ['PATH'], **environment})
        with open(path, 'rb') as file:
            return file.read()


def chunks(png):
    assert png[:8] == b'\x89PNG\r\n\x1a\n', 'it does not begin as a PNG does'
    at = 8
    while at < len(png):
        size, kind = struct.unpack('>I4s', png[at:at + 8])
        data = png[at + 8:at + 8 + size]
        checksum, = struct.unpack('>I', png[at + 8 + size:at + 12 + size])
        assert checksum == zlib.crc32(kind + data), f'the checksum of {kind} is wrong'
        yield kind, data
        at += 12 + size


first = draw(sys.argv[1])
for environment in ({'LC_ALL': 'C'}, {'LC_ALL': 'C.UTF-8', 'TZ': 'Asia/Shanghai'}):
    assert draw(sys.argv[1], **environment) == first, f'with {environment} it is another picture'
parts = list(chunks(first))
assert [kind for kind, _ in parts] == [b'IHDR', b'PLTE', b'tRNS', b'IDAT', b'IEND'], 'it says more than its pixels'
width, height, depth = struct.unpack('>IIB', parts[0][1][:9])
assert SIDES[0] <= width <= SIDES[1] and SIDES[0] <= height <= SIDES[1] and len(first) <= LARGEST
rows = zlib.decompress(parts[3][1])
assert len(rows) == height * (1 + width * depth // 8), 'its pixels are not what it says of them'
assert len(set(rows)) > 4, 'there is nothing to see'
