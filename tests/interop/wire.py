"""The protocol as protocol/PROTOCOL.md tells it, in Python: keys, handshake, records, acts, facts and heads.

It shares no code with the project and must not: it stands for a stranger who has read that page and nothing
else. Noise comes from python3-dissononce, MessagePack from python3-msgpack, Ed25519 from python3-nacl.
"""

import hashlib
import struct
import sys

MISSING = 77  # what ctest takes for "skipped"

try:
    import msgpack
    from dissononce.cipher.chachapoly import ChaChaPolyCipher
    from dissononce.dh.x25519.private import PrivateKey
    from dissononce.dh.x25519.x25519 import X25519DH
    from dissononce.extras.dh.dangerous.dh_nogen import NoGenDH
    from dissononce.exceptions.decrypt import DecryptFailedException as DecryptFailed
    from dissononce.hash.blake2b import Blake2bHash
    from dissononce.processing.handshakepatterns.interactive.XX import XXHandshakePattern
    from dissononce.processing.impl.cipherstate import CipherState
    from dissononce.processing.impl.handshakestate import HandshakeState
    from dissononce.processing.impl.symmetricstate import SymmetricState
    from nacl.exceptions import BadSignatureError
    from nacl.signing import SigningKey, VerifyKey
except ImportError as missing:
    print(f"SKIPPED: {missing}. Install python3-dissononce, python3-msgpack and python3-nacl.")
    sys.exit(MISSING)

PROLOGUE = b"bulletin/1"
REKEY_RECORDS = 65536
RECORD_BYTES = 65535
TAG_BYTES = 16
LAST_NONCE = 2**64 - 1
NO_HASH = bytes(32)
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def kdf(seed, number):
    """Sub-key `number` of libsodium's crypto_kdf with the context "bulletin"."""
    return hashlib.blake2b(
        key=seed, digest_size=32, salt=struct.pack("<QQ", number, 0), person=b"bulletin".ljust(16, b"\0")
    ).digest()


def hash_of(data):
    return hashlib.blake2b(data, digest_size=32).digest()


def hash_of_code(code):
    return hash_of(b"bulletin code 1" + code.encode())


def code_of(random):
    """An invitation code from 10 random bytes."""
    bits = int.from_bytes(random, "big")
    return "".join(DIGITS[bits >> (75 - 5 * i) & 31] for i in range(16))


def verify(key, context, data, signature):
    try:
        VerifyKey(key).verify(context + data, signature)
        return True
    except BadSignatureError:
        return False


class Identity:
    """What one seed gives: an Ed25519 key that signs, an X25519 key that connects, and the voucher."""

    def __init__(self, seed):
        self.signing = SigningKey(kdf(seed, 1))
        self.public = bytes(self.signing.verify_key)
        self.transport = keypair(kdf(seed, 2))
        self.voucher = self.sign(b"bulletin transport 1", self.transport.public.data)

    def sign(self, context, data):
        return self.signing.sign(context + data).signature

    def payload(self):
        return msgpack.packb([self.public, self.voucher])


def keypair(secret):
    return X25519DH().generate_keypair(PrivateKey(secret))


def check_payload(payload, transport_public):
    """The identity that a handshake message names, if it vouches for the key that the handshake proved."""
    public, voucher = msgpack.unpackb(payload)
    if not verify(public, b"bulletin transport 1", transport_public, voucher):
        raise ValueError("the identity does not vouch for the transport key")
    return public


class Handshake:
    """Noise_XX_25519_ChaChaPoly_BLAKE2b, each message behind its two bytes of length."""

    def __init__(self, initiator, static, ephemeral_secret=None, prologue=PROLOGUE):
        dh = X25519DH()
        if ephemeral_secret is not None:
            dh = NoGenDH(dh, PrivateKey(ephemeral_secret))
        self.symmetric = SymmetricState(CipherState(ChaChaPolyCipher()), Blake2bHash())
        self.state = HandshakeState(self.symmetric, dh)
        self.state.initialize(XXHandshakePattern(), initiator, prologue, s=static)
        self.initiator = initiator
        self.directions = None

    def write(self, payload=b""):
        message = bytearray()
        self._end(self.state.write_message(payload, message))
        return struct.pack(">H", len(message)) + bytes(message)

    def read(self, record):
        payload = bytearray()
        self._end(self.state.read_message(record[2:], payload))
        return bytes(payload)

    def _end(self, split):
        if split is not None:
            from_initiator, to_initiator = Direction(split[0]), Direction(split[1])
            both = (from_initiator, to_initiator)
            self.directions = both if self.initiator else both[::-1]

    def peer_transport(self):
        return self.state.rs.data

    def hash(self):
        return self.symmetric.get_handshake_hash()


class Direction:
    """One direction of an open link. It counts its records and takes a new key after every 65,536."""

    def __init__(self, cipher):
        self.cipher = cipher
        self.records = 0

    def seal(self, plain):
        sealed = self.cipher.encrypt_with_ad(b"", plain)
        self._count()
        return struct.pack(">H", len(sealed)) + sealed

    def open(self, record):
        plain = self.cipher.decrypt_with_ad(b"", record[2:])
        self._count()
        return plain

    def _count(self):
        """REKEY by hand, since dissononce's own is broken: the nonce counts on."""
        self.records += 1
        if self.records % REKEY_RECORDS == 0:
            self.cipher.set_nonce(LAST_NONCE)
            key = self.cipher.encrypt_with_ad(b"", bytes(32))[:32]
            self.cipher.initialize_key(key)
            self.cipher.set_nonce(self.records)


def message(number, word, fields):
    return msgpack.packb([number, word, fields])


def messages(plain):
    unpacker = msgpack.Unpacker(max_buffer_size=RECORD_BYTES)
    unpacker.feed(plain)
    return list(unpacker)


def act_bytes(house, author, time_ms, nonce, verb, args):
    return msgpack.packb([1, house, author, time_ms, nonce, verb, args])


class Act:
    """What somebody signed. Its bytes are made once."""

    context = b"bulletin act 1"

    def __init__(self, data, signature):
        self.bytes, self.signature = data, signature
        (version, self.house, self.author, self.time_ms, self.nonce, self.verb,
         self.args) = msgpack.unpackb(data)
        assert version == 1, f"an act of version {version}"

    @classmethod
    def signed(cls, identity, *parts):
        data = act_bytes(parts[0], identity.public, *parts[1:])
        return cls(data, identity.sign(cls.context, data))

    def is_signed(self):
        return verify(self.author, self.context, self.bytes, self.signature)

    def fields(self):
        return {"act": self.bytes, "sig": self.signature}


def head_bytes(*parts):
    return msgpack.packb([1, *parts])


class Fact:
    """A head and the act it names, as pushed."""

    def __init__(self, fields):
        self.bytes = fields["head"]
        self.hash = hash_of(self.bytes)
        (version, self.seq, self.channel, self.number, self.prev, self.time_ms, self.actor, self.kind,
         self.decided, self.act_time_ms, self.act_hash) = msgpack.unpackb(self.bytes)
        assert version == 1, f"a head of version {version}"
        self.act = Act(fields["act"], fields["sig"]) if "act" in fields else None

    def check_act(self, house):
        """What is wrong with the act, or None."""
        if self.act is None:
            return "it was erased"
        if hash_of(self.act.bytes) != self.act_hash or self.act.time_ms != self.act_time_ms:
            return "it is not the one the head names"
        if self.act.house != house:
            return "it was signed for another house"
        if not self.act.is_signed():
            return "its signature does not fit"
        if self.actor == "house" and self.act.author != house:
            return "the house has not signed it"
        return None


def checkpoint_bytes(*parts):
    return msgpack.packb(list(parts))


class Checkpoint:
    """The house's word on where a channel stands."""

    context = b"bulletin checkpoint 1"

    def __init__(self, fields):
        self.bytes, self.signature = fields["checkpoint"], fields["sig"]
        (self.house, self.epoch, self.channel, self.number, self.hash,
         self.time_ms) = msgpack.unpackb(self.bytes)

    def is_signed(self):
        return verify(self.house, self.context, self.bytes, self.signature)
