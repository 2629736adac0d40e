"""Points, scalars, H, B and proofs of the secret ballot, as section 23 of protocol/PROTOCOL.md tells them.

It shares no code with the project and must not, and needs nothing but Python: it stands for a stranger who has read that
page. What is refused raises Refused with the page's word for it.
"""

import hashlib
import struct

from ristretto import Q, combine, decode, encode, times

NO_NONCE = bytes(12)


class Refused(Exception):
    """word: length, scalar, point, identity, proof, box, share or count."""

    @property
    def word(self):
        return self.args[0]


def require(holds, word):
    if not holds:
        raise Refused(word)


# --- points and scalars as bytes ---

def cut(data):
    return [data[at:at + 32] for at in range(0, len(data), 32)]


def scalar_in(data):
    number = int.from_bytes(data, "little")
    require(number < Q, "scalar")
    return number


def scalar_out(number):
    return (number % Q).to_bytes(32, "little")


def point_in(data):
    require(not data[31] & 0x80 and data != bytes(32), "point")
    point = decode(data)
    require(point is not None, "point")
    return point


def points_out(points):
    return b"".join(encode(point) for point in points)


# --- H and B ---

def head(small, small_limit, codes, size):
    """The shortest head of MessagePack for a length: one byte, or a code with 1, 2 or 4 bytes."""
    if size < small_limit:
        return bytes([small | size])
    for code, form in codes:
        if size < 1 << 8 * struct.calcsize(form):
            return bytes([code]) + struct.pack(form, size)
    raise ValueError(size)


def pack(value):
    if isinstance(value, str):
        data = value.encode()
        return head(0xA0, 32, ((0xD9, ">B"), (0xDA, ">H"), (0xDB, ">L")), len(data)) + data
    if isinstance(value, int):
        return head(0, 128, ((0xCC, ">B"), (0xCD, ">H"), (0xCE, ">L"), (0xCF, ">Q")), value)
    return head(0, 0, ((0xC4, ">B"), (0xC5, ">H"), (0xC6, ">L")), len(value)) + value


def array(elements):
    return head(0x90, 16, ((0xDC, ">H"), (0xDD, ">L")), len(elements)) + b"".join(pack(each) for each in elements)


def H(*elements):
    return int.from_bytes(hashlib.sha512(array(elements)).digest(), "little") % Q


def B(*elements):
    return hashlib.blake2b(array(elements), digest_size=32).digest()


class Hedge:
    """Secret scalars as the page advises."""

    def __init__(self, random, *context):
        self.random, self.context = random, B(*context)

    def secret(self, k, hidden=b""):
        return H("bulletin secret 1", k, hidden, self.random, self.context)

    def nonce(self, k, secret):
        return H("bulletin nonce 1", k, scalar_out(secret), self.random, self.context)


# --- proofs of relations: (base, point, which secret) ---

def prove(random, statement, relations, secrets):
    hedge = Hedge(random, *statement)
    nonces = [hedge.nonce(k, secret) for k, secret in enumerate(secrets)]
    e = H(*statement, points_out(times(nonces[which], base) for base, _, which in relations))
    return scalar_out(e) + b"".join(scalar_out(w + e * x) for w, x in zip(nonces, secrets))


def check_proof(proof, statement, relations):
    e, *responses = [scalar_in(each) for each in cut(proof)]
    commitments = [encode(combine((responses[which], base), (-e, point))) for base, point, which in relations]
    require(bytes(32) not in commitments, "proof")
    require(H(*statement, b"".join(commitments)) == e, "proof")


def take(data, size, *parts):
    """Checks length and scalars and then points; `parts` are runs of "P", "S" or an opaque size."""
    require(len(data) == size, "length")
    at, found = 0, []
    for kind, count in parts:
        width = 32 if kind in "PS" else 1
        found.append((kind, data[at:at + count * width]))
        at += count * width
    assert at == size, "the layout is the page's, so this is a mistake here"
    for kind, run in found:
        if kind == "S":
            for each in cut(run):
                scalar_in(each)
    return [[point_in(each) for each in cut(run)] if kind == "P" else run for kind, run in found]
