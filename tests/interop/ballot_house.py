"""A house in Python that takes acts into channels and signs what stands there, for tests of evaluations.

It takes whatever it is given, right or wrong: it plays an honest house and one that lies. It shares no code with the
project and must not.
"""

from functools import lru_cache

from wire import NO_HASH, Act, Fact, Identity, act_bytes, checkpoint_bytes, hash_of, head_bytes, msgpack

DAY_MS = 86400000


@lru_cache(maxsize=None)
def identity(name):
    """Whoever is called so; the same in every run."""
    return Identity(hash_of(name.encode()))


class Channel:
    def __init__(self, name):
        self.name, self.facts = name, []

    def last_hash(self):
        return self.facts[-1].hash if self.facts else NO_HASH

    def copy(self):
        twin = Channel(self.name)
        twin.facts = list(self.facts)
        return twin


class House:
    def __init__(self, name, now_ms):
        self.identity, self.now_ms = identity(name), now_ms
        self.seq, self.nonce, self.channels = 0, 0, {}

    @property
    def key(self):
        return self.identity.public

    def channel(self, name):
        return self.channels.setdefault(name, Channel(name))

    def sign(self, who, verb, args, house=None, time_ms=None):
        self.nonce += 1
        data = act_bytes(house or self.key, who.public, self.now_ms if time_ms is None else time_ms,
                         self.nonce.to_bytes(16, "big"), verb, args)
        return Act(data, who.sign(Act.context, data))

    def append(self, channel, kind, actor, act, decided=None, parts=None):
        """The fact. `parts` are members of the head that are told otherwise than they are."""
        channel = self.channel(channel) if isinstance(channel, str) else channel
        self.seq += 1
        told = {"seq": self.seq, "channel": channel.name, "number": len(channel.facts) + 1, "prev": channel.last_hash(),
                "time": self.now_ms, "actor": actor, "kind": kind, "decided": decided or {}, "act_time": act.time_ms,
                "act_hash": hash_of(act.bytes)} | (parts or {})
        channel.facts.append(Fact({"head": head_bytes(*told.values()), **act.fields()}))
        return channel.facts[-1]

    def checkpoint(self, channel, **parts):
        """Bytes and signature."""
        channel = self.channel(channel) if isinstance(channel, str) else channel
        told = {"house": self.key, "epoch": 1, "channel": channel.name, "number": len(channel.facts),
                "hash": channel.last_hash(), "time": self.now_ms} | parts
        data = checkpoint_bytes(*told.values())
        return data, self.identity.sign(b"bulletin checkpoint 1", data)


def sealed(*parts):
    """A file whose last value is the digest of all before it."""
    data = msgpack.packb([*parts, bytes(32)])[:-34]
    return data + msgpack.packb(hash_of(data))


def export(house, evaluation, blobs):
    votes, keys = house.channel(f"votes/{evaluation}"), house.channel("keys")
    told = [votes.name, [[fact.bytes, fact.act.bytes, fact.act.signature] for fact in votes.facts],
            *house.checkpoint(votes)]
    return sealed("bulletin evaluation 1", house.key, evaluation,
                  [told, [keys.name, [fact.bytes for fact in keys.facts], *house.checkpoint(keys)]],
                  blobs)


def receipt(house, channel, number):
    """Of the voice that is fact `number` of the channel, up to where that stands."""
    voice = channel.facts[number - 1].act
    return sealed("bulletin receipt 1", house.key, [voice.bytes, voice.signature],
                  [fact.bytes for fact in channel.facts[number - 1:]], *house.checkpoint(channel))
