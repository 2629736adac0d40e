"""What every check of the stranger's client needs. It says how a check went, sends acts that are taken or refused,
follows a channel with everything held against what came before, and moves blobs. What has to come is known
elsewhere."""

import os
import sys

import daemon as servers
from wire import NO_HASH, Act, Fact, Checkpoint, hash_of

HEADLINE = "首批品牌名单公布"
TEXT = "市工作委员会今日公布首批品牌名单。\n各部门请于月底前回复。\n"
CHUNK_BYTES = 32768
DAY_MS = 86400000


def check(what, good, detail=""):
    if not good:
        print(f"FAILED {what} {detail}".rstrip(), flush=True)
        sys.exit(1)
    print(f"ok {what}", flush=True)


def refused(what, code, call, *arguments, **fields):
    try:
        call(*arguments, **fields)
    except servers.Refused as refusal:
        check(f"{what}: {code}", refusal.code == code, f"but {refusal.code}: {refusal}")
    else:
        check(f"{what}: {code}", False, "but it was taken")


def make_act(daemon, identity, verb, time_ms=None, house=None, **args):
    time_ms = time_ms or servers.now_ms()
    return Act.signed(identity, house or daemon.house, time_ms, os.urandom(16), verb, args)


def take(connection, act):
    return connection.ask("act", **act.fields())[1]


class Follower:
    """Holds every fact and checkpoint of one channel against what came before."""

    def __init__(self, daemon, connection, channel, number=0, anchor=NO_HASH):
        self.house, self.connection, self.channel = daemon.house, connection, channel
        self.number, self.hash = number, anchor
        rows, answer = connection.ask("subscribe", channels={channel: number})
        check(f"{channel}: the anchor is fact {number} as it is known here",
              rows == [{"channel": channel, "number": number, "hash": anchor}] and answer["rows"] == 1)
        self.interval_ms = answer["interval_ms"]

    def next(self):
        fact = Fact(self.connection.push("fact"))
        name = f"{fact.channel}/{fact.number} {fact.kind}"
        check(f"{name}: the next number, chained to the one before",
              (fact.channel, fact.number, fact.prev) == (self.channel, self.number + 1, self.hash))
        wrong = fact.check_act(self.house)
        check(f"{name}: its act is the one the head names, for this house, and signed", wrong is None,
              wrong or "")
        self.number, self.hash = fact.number, fact.hash
        return fact

    def checkpoint(self, after_ms=0):
        def wanted(fields):
            one = Checkpoint(fields)
            return one.time_ms > after_ms and one.channel == self.channel and one.number >= self.number

        head = Checkpoint(self.connection.push("checkpoint", wanted))
        check(f"{head.channel}/{head.number}: the house has signed this checkpoint",
              head.is_signed() and head.house == self.house and head.epoch == 1)
        check(f"{head.channel}/{head.number}: the checkpoint is the fact that was received",
              (head.channel, head.number, head.hash) == (self.channel, self.number, self.hash))
        return head


def upload(connection, what, data):
    name = hash_of(data)
    for offset in range(0, len(data), CHUNK_BYTES):
        staged = connection.ask("blob.put", hash=name, size=len(data), offset=offset,
                                bytes=data[offset:offset + CHUNK_BYTES])[1]
    check(f"{what} was uploaded in pieces", staged == {"offset": len(data)}, staged)
    return name


def download(connection, id_, name, size):
    got = b""
    while len(got) < size:
        got += connection.ask("blob.get", id=id_, hash=name, offset=len(got))[1]["bytes"]
    return got
