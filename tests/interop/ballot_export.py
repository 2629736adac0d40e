"""The file of an evaluation: its layout, its chains and its acts. They are points 1 to 3 of what a verifier checks in
section 23 of protocol/PROTOCOL.md.

It shares no code with the project and must not: it stands for a stranger who has read that page.
"""

from dataclasses import dataclass

from wire import NO_HASH, Act, Checkpoint, Fact, hash_of, msgpack

FORMAT, RECEIPT = "bulletin evaluation 1", "bulletin receipt 1"
DIGEST_BYTES = 34  # with its head

# What may stand in votes/NAME, and by which verbs.
KINDS = {
    "channel.created": {"form.define"},
    "evaluation.called": {"evaluation.call"},
    "evaluation.rolled": {"evaluation.roll"},
    "evaluation.opened": {"schedule.run evaluation-open"},
    "evaluation.closing": {"schedule.run evaluation-remind"},
    "evaluation.closed": {"schedule.run evaluation-close"},
    "evaluation.resulted": {"trustee.count", "trustee.attest"},
    "evaluation.voided": {"evaluation.void", "trustee.complain", "schedule.run evaluation-close",
                          "schedule.run evaluation-end"},
    "trustee.keyed": {"trustee.key"},
    "trustee.dealt": {"trustee.deal"},
    "trustee.accepted": {"trustee.accept"},
    "trustee.complained": {"trustee.complain"},
    "trustee.readied": {"trustee.ready"},
    "trustee.decrypted": {"trustee.decrypt"},
    "trustee.counted": {"trustee.count"},
    "trustee.attested": {"trustee.attest"},
    "voice.given": {"voice.give"},
    "voice.objected": {"voice.object"},
}
# By these, whose a key was is looked up.
LOOKED_UP = {"evaluation.call", "evaluation.roll", "evaluation.void"}
# The fields of their acts: those required, then those that may be missing.
FIELDS = {
    "form.define": ("form title criteria questions pass", ""),
    "evaluation.call": ("year brands form society opens closes experts auditors threshold",
                        "objections roll_days minimum quorum"),
    "evaluation.roll": ("evaluation roll", ""),
    "evaluation.void": ("evaluation seen reason", ""),
    "schedule.run": ("what id time", ""),
    "trustee.key": ("evaluation called key", ""),
    "trustee.deal": ("evaluation keyed deal", ""),
    "trustee.accept": ("evaluation dealt proof", ""),
    "trustee.complain": ("evaluation dealt against complaint", ""),
    "trustee.ready": ("evaluation closed sums", ""),
    "trustee.decrypt": ("evaluation closed unit part", ""),
    "trustee.count": ("evaluation closed unit counts", ""),
    "trustee.attest": ("evaluation closed table", ""),
    "voice.give": ("opened unit replaces voice", ""),
    "voice.object": ("evaluation unit receipt", ""),
}


class Wrong(Exception):
    """Which point of the page fails, at which fact of votes/NAME (0: none), and what is wrong there."""

    def __init__(self, point, number, says):
        super().__init__(f"point {point}{f', fact {number}' if number else ''}: {says}")
        self.point, self.number, self.says = point, number, says


def require(holds, point, number, says):
    if not holds:
        raise Wrong(point, number, says)


def is_list(value, *types):
    """Whether it is an array of values of these types, in this order."""
    return isinstance(value, list) and len(value) == len(types) and all(type(each) is t for each, t in zip(value, types))


def unpacked(data, point, number, says):
    """Exactly one value, in shortest form."""
    try:
        value = msgpack.unpackb(data, strict_map_key=True)
    except (ValueError, msgpack.UnpackException):
        raise Wrong(point, number, says) from None
    require(msgpack.packb(value) == data, point, number, f"{says} in shortest form")
    return value


@dataclass
class Export:
    house: bytes
    name: str
    facts: list       # of votes/NAME, with their acts
    keys: list        # heads of keys
    epoch: int
    blobs: dict


def digest_holds(data):
    return data[-DIGEST_BYTES:] == msgpack.packb(hash_of(data[:-DIGEST_BYTES]))


# --- point 1 ---

def read(data):
    value = unpacked(data, 1, 0, "the file is no MessagePack")
    require(is_list(value, str, bytes, str, list, list, bytes) and value[0] == FORMAT, 1, 0, "it is no export")
    require(digest_holds(data), 1, 0, "the digest is another")
    _, house, name, channels, blobs, _ = value
    require(is_list(channels, list, list) and is_list(channels[0], str, list, bytes, bytes)
            and is_list(channels[1], str, list, bytes, bytes), 1, 0, "the channels are not two")
    votes, keys = channels
    require(all(is_list(each, bytes, bytes, bytes) for each in votes[1]), 1, 0, "a fact is no head, act and signature")
    require(all(type(each) is bytes for each in keys[1] + blobs), 1, 0, "a head or blob is no bin")
    require(votes[0] == f"votes/{name}" and keys[0] == "keys", 1, 0, "the channels are not this evaluation's")
    found = {hash_of(blob): blob for blob in blobs}
    require(len(found) == len(blobs), 1, 0, "a blob is there twice")
    facts = [fact_of(number, *parts) for number, parts in enumerate(votes[1], 1)]
    heads = [fact_of(0, head) for head in keys[1]]
    export = Export(house, name, facts, heads, 0, found)
    check_chain(export, votes[0], facts, votes[2:], 0)
    check_chain(export, keys[0], heads, keys[2:], export.epoch)
    asked = [fact.time_ms for fact in facts if fact.act.verb in LOOKED_UP]
    require(Checkpoint({"checkpoint": keys[2], "sig": keys[3]}).time_ms >= max(asked, default=0), 2, 0,
            "what is told of the keys is older than what is looked up there")
    check_acts(export)
    return export


def fact_of(number, head, *act):
    """Of the head alone, or with the bytes and the signature of its act."""
    try:
        fact = Fact({"head": head})
    except (ValueError, AssertionError, msgpack.UnpackException, TypeError):
        raise Wrong(2, number, "it is no head") from None
    fact.act = act_of(*act, number) if act else None
    return fact


def act_of(data, signature, number=0):
    try:
        return Act(data, signature)
    except (ValueError, AssertionError, msgpack.UnpackException, TypeError):
        raise Wrong(3, number, "it is no act") from None


# --- point 2 ---

def check_chain(export, name, facts, checkpoint, epoch):
    require(facts, 2, 0, f"{name} is empty")
    before, seq = NO_HASH, 0
    for number, fact in enumerate(facts, 1):
        at = number if name != "keys" else 0
        require(fact.channel == name and fact.number == number, 2, at, "it is not the next of its channel")
        require(fact.prev == before, 2, at, "it does not follow the one before")
        require(fact.seq > seq, 2, at, "its place in the ledger is before that of the one before")
        before, seq = fact.hash, fact.seq
    said = Checkpoint({"checkpoint": checkpoint[0], "sig": checkpoint[1]})
    require(said.is_signed() and said.house == export.house, 2, 0, f"the house has not signed where {name} stands")
    require((said.channel, said.number, said.hash) == (name, len(facts), before), 2, 0, f"{name} is signed otherwise")
    require(epoch in (0, said.epoch), 2, 0, "the channels are of two epochs")
    export.epoch = said.epoch


# --- point 3 ---

def fields_fit(act):
    required, optional = (set(names.split()) for names in FIELDS[act.verb])
    return isinstance(act.args, dict) and required <= set(act.args) <= required | optional


def check_acts(export):
    for fact in export.facts:
        says = fact.check_act(export.house)
        require(says is None, 3, fact.number, says)
        if fact.kind not in KINDS:
            continue  # a newer house says more; it is chained like any other
        verb = fact.act.verb
        require(verb in FIELDS and fields_fit(fact.act), 3, fact.number, "its act has other fields than its verb")
        due = f"{verb} {fact.act.args['what']}" if verb == "schedule.run" else verb
        require(due in KINDS[fact.kind], 3, fact.number, f"{due} makes no {fact.kind}")
        require((fact.actor == "house") == (verb == "schedule.run"), 3, fact.number, "it is not by whom it can be")
        named = fact.act.args.get("evaluation", export.name)
        of_call = fact.act.args.get("id", f"votes/{export.name}/2")
        require(named == export.name and of_call == f"votes/{export.name}/2", 3, fact.number, "it is of another evaluation")


# --- whose a key was ---

class Accounts:
    """What the heads of `keys` say up to a moment, which is a seq."""

    def __init__(self, heads, seq):
        self.owner, self.accounts, self.ended_keys, self.ended = {}, {}, set(), set()
        for head in heads:
            if head.seq < seq:
                self.fold(head.kind, head.decided)

    def fold(self, kind, decided):
        member = {name: decided.get(name) for name in ("role", "department")}
        if kind == "key.enrolled":
            self.owner.setdefault(decided["key"], decided["account"])
            self.accounts.setdefault(decided["account"], member)
        elif kind == "account.changed" and decided["account"] in self.accounts:
            self.accounts[decided["account"]] = member
        elif kind == "key.revoked":
            self.ended_keys.add(decided["key"])
        elif kind in ("account.revoked", "account.left"):
            self.ended.add(decided["account"])

    def has(self, account, key):
        return self.owner.get(key) == account and key not in self.ended_keys and account not in self.ended

    def role(self, account):
        return self.accounts.get(account, {}).get("role")

    def department(self, account):
        return self.accounts.get(account, {}).get("department")


# --- receipts ---

def read_receipt(export, data, number):
    """The voice's act and the checkpoint; Wrong if it is no receipt of this evaluation."""
    value = unpacked(data, 12, number, "the receipt is no MessagePack")
    require(is_list(value, str, bytes, list, list, bytes, bytes, bytes) and value[0] == RECEIPT
            and is_list(value[2], bytes, bytes) and digest_holds(data), 12, number, "it is no receipt")
    _, house, act, heads, checkpoint, signature, _ = value
    voice, said = act_of(*act), Checkpoint({"checkpoint": checkpoint, "sig": signature})
    facts = [fact_of(number, head) for head in heads]
    require(house == export.house == said.house == voice.house and said.is_signed() and voice.is_signed()
            and voice.verb == "voice.give", 12, number, "the receipt is not of a voice, or not signed")
    require(facts and facts[0].act_hash == hash_of(voice.bytes) and facts[-1].hash == said.hash
            and facts[-1].number == said.number
            and all(one.hash == next_one.prev and one.number + 1 == next_one.number
                    for one, next_one in zip(facts, facts[1:]))
            and {fact.channel for fact in facts} == {f"votes/{export.name}"} == {said.channel},
            12, number, "the receipt does not hold together")
    return voice, said


def contradicts(export, said):
    """Whether the ledger has another head, or none, where the house signed one in this epoch."""
    if said.epoch < export.epoch:
        return False
    return said.number > len(export.facts) or export.facts[said.number - 1].hash != said.hash
