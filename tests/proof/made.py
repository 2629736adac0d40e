"""Makes proofs as any house could make them, honest or not, byte by byte from PROTOCOL.md.

It shares no code with the project. It must not know what a verifier says to them.
"""

import hashlib

import msgpack
from nacl.signing import SigningKey

BEGAN_MS = 1164848400000
CONTEXTS = {"act": b"bulletin act 1", "checkpoint": b"bulletin checkpoint 1"}


def hash_of(data):
    return hashlib.blake2b(data, digest_size=32).digest()


def pack(value):
    return msgpack.packb(value, use_bin_type=True)


def key_of(name):
    return SigningKey(hash_of(name.encode()))


def public(name):
    return bytes(key_of(name).verify_key)


def sign(name, context, data):
    return key_of(name).sign(CONTEXTS[context] + data).signature


class Ledger:
    """Facts of several channels in one order, with the acts that a proof shows."""

    def __init__(self, house="house"):
        self.house, self.seq, self.time = house, 0, BEGAN_MS
        self.heads, self.first, self.acts = {}, {}, {}

    def act(self, author, verb, args):
        """A signed act; it can be given to several facts."""
        self.time += 1
        data = pack([1, public(self.house), public(author), self.time, self.seq.to_bytes(16, "big"), verb, args])
        return {"bytes": data, "sig": sign(author, "act", data), "time": self.time}

    def fact(self, channel, kind, decided, actor="house", act=None, shown=False, gone=False):
        """Appends a fact and gives the hash of its head. `shown`: the act is in the proof; `gone`: there is nothing in
        its place."""
        heads = self.heads.setdefault(channel, [])
        self.seq += 1
        self.time += 1
        act_hash, act_time = (hash_of(act["bytes"]), act["time"]) if act else (bytes(32), self.time)
        head = pack([1, self.seq, channel, len(heads) + 1, hash_of(heads[-1]) if heads else bytes(32), self.time,
                     actor, kind, decided, act_time, act_hash])
        heads.append(head)
        if shown or gone:
            self.acts.setdefault(channel, []).append([] if gone else [act["bytes"], act["sig"]])
        return hash_of(head)

    def begin_at(self, channel):
        """The proof has this channel from its next fact on."""
        self.first[channel] = len(self.heads.get(channel, [])) + 1

    def channel(self, name):
        heads = self.heads[name]
        signed = pack([public(self.house), 1, name, len(heads), hash_of(heads[-1]), self.time + 1])
        return [name, heads[self.first.get(name, 1) - 1:], signed, sign(self.house, "checkpoint", signed)]

    def proof(self, id_, revision=1):
        bulletins = id_.rpartition("/")[0]
        offices = sorted((name for name in self.heads if name.startswith("dept/")), key=str.encode)
        shown = [one for name in (bulletins, *offices) for one in self.acts.get(name, [])]
        front = ["bulletin proof 1", public(self.house), [id_, revision],
                 [self.channel(name) for name in (bulletins, "keys", *offices)], shown, []]
        data = b"\x97" + b"".join(map(pack, front))
        return data + pack(hash_of(data))
