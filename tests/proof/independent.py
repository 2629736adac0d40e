#!/usr/bin/python3
"""Verifies an exported proof as a stranger would who has read "Proofs" in PROTOCOL.md and nothing else.

    independent.py FILE [HOUSE]

It shares no code with the project and must not. MessagePack comes from python3-msgpack, Ed25519 from python3-nacl;
what fields may be is read from the tables of PROTOCOL.md by fields.py.
It prints one JSON object with what it found, and ends with 0 only when the bulletin is its author's own. What
does not count is named in `invalid`; receipts in it are taken as if they were not there.
"""

import hashlib
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import fields  # noqa: E402

MISSING = 77  # what ctest takes for "skipped"

try:
    import msgpack
    from nacl.exceptions import BadSignatureError
    from nacl.signing import VerifyKey
except ImportError as missing:
    print(f"SKIPPED: {missing}. Install python3-msgpack and python3-nacl.")
    sys.exit(MISSING)

FORMAT = "bulletin proof 1"
HASH_BYTES, KEY_BYTES, SIGNATURE_BYTES = 32, 32, 64
PROOF_BYTES = 64 * 1024 * 1024
RUNGS = {"receipt.delivered": ("delivered", "deliver"), "receipt.opened": ("opened", "open"),
         "receipt.signed": ("signed", "sign")}
PUBLISHES = {"bulletin.published": ("publish", "schedule.edit"), "bulletin.imported": ("import",),
             "bulletin.revised": ("revise",)}
KEY_KINDS = ("key.enrolled", "account.changed", "key.revoked", "account.revoked", "account.left")
ABOUT_IT = ("bulletin.revised", "bulletin.withdrawn", "thing.erased")


class Broken(Exception):
    pass


def require(holds, what):
    if not holds:
        raise Broken(what)


def hash_of(data):
    return hashlib.blake2b(data, digest_size=HASH_BYTES).digest()


def unpack(data):
    try:
        return msgpack.unpackb(data, raw=False, strict_map_key=True)
    except Exception as why:  # msgpack has an exception for each way to be wrong
        raise Broken(f"no MessagePack: {why}") from None


def parts(value, kinds, what):
    """A list of exactly these types; int stands for an integer that is no truth value."""
    require(isinstance(value, list) and len(value) == len(kinds), what)
    for one, kind in zip(value, kinds):
        require(type(one) is kind, what)
    return value


def verify(key, context, data, signature, what):
    require(len(signature) == SIGNATURE_BYTES and len(key) == KEY_BYTES, what)
    try:
        VerifyKey(key).verify(context + data, signature)
    except BadSignatureError:
        raise Broken(what) from None


class Head:
    def __init__(self, data):
        self.bytes, self.hash = data, hash_of(data)
        (version, self.seq, self.channel, self.number, self.prev, self.time, self.actor, self.kind, self.decided,
         self.act_time, self.act_hash) = parts(
             unpack(data), (int, int, str, int, bytes, int, str, str, dict, int, bytes), "a head")
        require(version == 1, "a head of another version")
        require(len(self.prev) == HASH_BYTES and len(self.act_hash) == HASH_BYTES, "a head's hashes")
        self.id = f"{self.channel}/{self.number}"

    def says(self):
        """What was decided, held to the table of its kind."""
        why = fields.wrong(self.kind, self.decided, of_newer=True)
        require(why is None, f"{self.id}: {why}")
        return self.decided


class Act:
    def __init__(self, data, signature, head, house):
        require(hash_of(data) == head.act_hash, f"{head.id}: another act than its head names")
        version, self.house, self.author, self.time, nonce, self.verb, self.args = parts(
            unpack(data), (int, bytes, bytes, int, bytes, str, dict), "an act")
        require(version == 1 and len(nonce) == 16, "an act of another version")
        require(self.time == head.act_time, f"{head.id}: its act has another time")
        require(self.house == house, f"{head.id}: its act is for another house")
        verify(self.author, b"bulletin act 1", data, signature, f"{head.id}: the signature does not fit its act")
        why = fields.wrong(self.verb, self.args)
        require(why is None, f"{head.id}: its act: {why}")


class Channel:
    """The heads of a channel, chained to the house's checkpoint."""

    def __init__(self, value, house):
        self.name, heads, signed, signature = parts(value, (str, list, bytes, bytes), "a channel")
        require(heads and all(type(head) is bytes for head in heads), "a channel without heads")
        self.heads = [Head(head) for head in heads]
        before = None
        for head in self.heads:
            require(head.channel == self.name, f"{head.id}: of another channel")
            if before is None:
                require(head.number != 1 or head.prev == bytes(HASH_BYTES), f"{head.id}: before the first")
            else:
                require(head.number == before.number + 1, f"{head.id}: a gap")
                require(head.prev == before.hash, f"{head.id}: the chain breaks")
                require(head.seq > before.seq, f"{head.id}: out of order")
            before = head
        who, self.epoch, name, number, hash_, self.time = parts(
            unpack(signed), (bytes, int, str, int, bytes, int), "a checkpoint")
        require(who == house, f"{self.name}: signed by another house")
        verify(house, b"bulletin checkpoint 1", signed, signature, f"{self.name}: the house's signature does not fit")
        require((name, number, hash_) == (self.name, before.number, before.hash), f"{self.name}: another history")


class Person:
    """Whose a key was at one moment, which is a seq: only what stands before it counts."""

    def __init__(self, key, seq, keys):
        self.account = self.department = None
        self.signs = self.ended = False
        early = [head for head in keys.heads if head.seq < seq]
        enrolled = [head.decided for head in early if head.kind == "key.enrolled"]
        self.account = next((said["account"] for said in enrolled if said["key"] == key), None)
        if self.account is None:
            return
        stands = False
        for head in early:
            said, about = head.decided, head.decided.get("account") == self.account
            if head.kind == "key.revoked":
                self.ended = self.ended or said["key"] == key
            elif head.kind in ("account.revoked", "account.left"):
                self.ended = self.ended or about
            elif about and head.kind == ("account.changed" if stands else "key.enrolled"):
                stands = True
                self.department, self.signs = said.get("department"), said.get("signs", False)

    def counts_for(self, actor):
        return self.account is not None and self.account == actor and not self.ended


class Proof:
    def __init__(self, data):
        require(len(data) <= PROOF_BYTES, "too large")
        value = parts(unpack(data), (str, bytes, list, list, list, list, bytes), "the file")
        require(msgpack.packb(value, use_bin_type=True) == data, "a value is not in its shortest form")
        format_, self.house, place, channels, acts, texts, digest = value
        require(format_ == FORMAT and len(self.house) == KEY_BYTES, "the file is of another kind")
        require(digest == hash_of(data[:-2 - HASH_BYTES]), "the digest does not fit")
        self.id, self.revision = parts(place, (str, int), "the bulletin's place")
        self.acts = [parts(act, (bytes, bytes) if act != [] else (), "an act") for act in acts]
        require(len(channels) >= 2, "channels are missing")
        self.bulletin, self.keys, *self.departments = [Channel(channel, self.house) for channel in channels]
        self.name, _, number = self.id.rpartition("/")
        require(number.isdecimal() and number[0] != "0", "the bulletin's id")
        require(self.bulletin.name == self.name and self.bulletin.heads[0].number == int(number),
                "the bulletin is not where its id says")
        require(self.keys.name == "keys" and self.keys.heads[0].number == 1, "the keys are not whole")
        names = [channel.name for channel in self.departments]
        require(all(name.startswith("dept/") for name in names) and names == sorted(set(names), key=str.encode),
                "the departments are not in order")
        require(len({channel.epoch for channel in (self.bulletin, self.keys, *self.departments)}) == 1, "epochs")
        for head in self.keys.heads:
            if head.kind in KEY_KINDS:
                head.says()
        self.valid, self.invalid, self.newest = True, [], 0
        self.read_bulletin(texts)
        self.receipts = {channel.name[5:]: self.read_department(channel) for channel in self.departments}
        require(not self.acts, "an act that nothing names")
        require(self.keys.time >= self.newest, "the keys end before the last signature")

    def take_act(self, head, may_be_erased=False):
        """None for one that was erased."""
        require(self.acts, f"{head.id}: its act is missing")
        act = self.acts.pop(0)
        if not act:
            require(may_be_erased, f"{head.id}: its act is missing")
            return None
        self.newest = max(self.newest, head.time)
        return Act(*act, head, self.house)

    def read_bulletin(self, texts):
        first = self.bulletin.heads[0]
        require(first.kind in ("bulletin.published", "bulletin.imported"), "it is no bulletin")
        first_says = first.says() if first.kind == "bulletin.published" else {}
        for head in self.bulletin.heads[1:]:
            if head.kind in ABOUT_IT:
                head.says()
        made = [head for head in self.bulletin.heads[1:] if head.kind == "bulletin.revised" and
                head.decided["id"] == self.id and head.decided["revision"] == self.revision]
        made += [first] if self.revision == 1 else []
        require(len(made) == 1, "the revision is not there, or twice")
        self.head, moment = made[0], made[0].seq
        self.head.says()
        if self.head is first and {"scheduled", "taken"} & set(first_says):
            require({"scheduled", "taken"} <= set(first_says) and first_says["taken"] < moment,
                    f"{first.id}: when its act was taken")
            moment = first_says["taken"]
        self.act = self.take_act(self.head)
        require(self.act.verb in PUBLISHES[self.head.kind], "its act is of another verb")
        if self.act.verb == "schedule.edit":
            require(self.act.args["id"].rpartition("/")[0] == f"desk/{self.name}", "it was scheduled elsewhere")
        wanted = {"revise": ("id", self.id), "schedule.edit": ("id", self.head.decided.get("scheduled"))}
        field, value = wanted.get(self.act.verb, ("channel", self.name))
        require(value is not None and self.act.args.get(field) == value, "its act is about something else")
        named = self.act.args.get("text_hash")
        require([hash_of(text) for text in texts] == ([] if named is None else [named]), "its long text")
        if self.act.author == self.house or self.head.actor == "house":
            self.valid = self.act.author == self.house and self.head.actor == "house"
        else:
            self.valid = Person(self.act.author, moment, self.keys).counts_for(self.head.actor)
        if not self.valid:
            self.invalid.append(self.head.id)

    def read_department(self, channel):
        found, erased, name = {}, [], channel.name[5:]
        for head in channel.heads:
            mine = (head.kind == "duty.assigned" or head.kind in RUNGS) and (
                head.says()["id"], head.says()["revision"]) == (self.id, self.revision)
            require(mine or head is not channel.heads[0], f"{head.id}: it does not begin with its duty")
            if head.kind == "thing.erased":
                gone = head.says()
                erased = [one for one in erased if one.id != gone["id"] or one.seq not in gone["facts"]]
            if not mine:
                continue
            rung, verb = RUNGS.get(head.kind, ("committed", None))
            require(rung not in found and (found or rung == "committed"), f"{head.id}: a second time, or too early")
            found[rung] = head.time
            if verb is None:
                require(head.act_hash == self.head.act_hash and head.seq > self.head.seq, f"{head.id}: its act")
                continue
            act = self.take_act(head, rung == "signed")
            if act is None:
                erased.append(head)
                self.invalid.append(head.id)
                continue
            require(act.verb == verb, f"{head.id}: its act is of another verb")
            require(act.args.get("id") == self.id and act.args.get("revision_head") == self.head.hash,
                    f"{head.id}: its act is about something else")
            person = Person(act.author, head.seq, self.keys)
            if not person.counts_for(head.actor) or person.department != name or (
                    rung == "signed" and not person.signs):
                self.invalid.append(head.id)
            else:
                found[f"{rung}_by"] = person.account
        require(not erased, f"{[head.id for head in erased]}: the act is missing, and nothing says that it was erased")
        return found

    def conclusion(self):
        return {
            "house": self.house.hex(), "id": self.id, "revision": self.revision, "head": self.head.hash.hex(),
            "headline": self.act.args["headline"], "author": self.act.author.hex(), "actor": self.head.actor,
            "departments": self.receipts, "valid": self.valid, "invalid": self.invalid,
        }


def judge(data):
    """What the proof says; raises Broken when it says nothing."""
    try:
        return Proof(data).conclusion()
    except (KeyError, TypeError, AttributeError) as why:  # a field that is missing or of another type
        raise Broken(f"a field: {why!r}") from None


def main():
    with open(sys.argv[1], "rb") as file:
        data = file.read(PROOF_BYTES + 1)
    try:
        said = judge(data)
    except Broken as why:
        print(f"The proof is broken: {why}.", file=sys.stderr)
        return 7
    print(json.dumps(said, ensure_ascii=False))
    if len(sys.argv) > 2 and sys.argv[2] != said["house"]:
        print("It is another house's.", file=sys.stderr)
        return 4
    return 0 if said["valid"] else 7


if __name__ == "__main__":
    sys.exit(main())
