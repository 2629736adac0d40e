"""Verifies the export of an evaluation: points 4 to 17 of what a verifier checks in section 23 of protocol/PROTOCOL.md.

    ballot_verify.py FILE [HOUSE KEY]

It shares no code with the project and must not: it stands for a stranger who has read that page. Cryptography is in plain
Python; MessagePack and Ed25519 come from where wire.py has them.
"""

import sys
from collections import Counter

import ballot_export
import ballot_rule
import ballot_vote
from ballot_ceremony import Ceremony, agreed_keys
from ballot_export import Accounts, Wrong, require, unpacked
from ballot_opened import DAY_MS, GRADES, Opened, is_number
from ballot_proofs import Refused
from ballot_vote import Place, Vote
from ristretto import encode
from wire import NO_HASH, hash_of

VOICES_GIVEN, VOICES = 20, 1000000


def are(kind, values, least, most):
    return isinstance(values, list) and least <= len(values) <= most and all(type(each) is kind for each in values) \
        and len(set(values)) == len(values)


class Verifier(Opened):
    """One pass along the facts. `memory` keeps what was checked, for whoever verifies many files that are much alike."""

    def __init__(self, export, memory=None):
        self.export, self.memory = export, {} if memory is None else memory
        self.ceremony = self.vote = self.rolled = self.closed = self.voided = None
        self.took, self.contradicted, self.last, self.given, self.objected = {}, False, {}, Counter(), set()
        self.transport, self.deals, self.accepted, self.complained = {}, {}, set(), None
        self.readied, self.parts, self.counts, self.tables, self.results = {}, {}, {}, {}, {}

    # --- helpers ---

    def wrong(self, point, says):
        raise Wrong(point, self.fact.number, says)

    def need(self, holds, point, says):
        require(holds, point, self.fact.number, says)

    def checked(self, point, key, check):
        """What a check gives; once for a key. What it refuses is wrong at this fact."""
        if key not in self.memory:
            try:
                self.memory[key] = check()
            except Refused as refused:
                self.memory[key] = refused
        if isinstance(self.memory[key], Refused):
            self.wrong(point, f"{self.fact.kind}: {self.memory[key].word}")
        return self.memory[key]

    def run(self):
        for self.fact in self.export.facts:
            self.need(self.voided is None, 3, "it stands behind the end of a void evaluation")
            if self.fact.kind in ballot_export.KINDS:
                self.take(getattr(self, self.fact.kind.replace(".", "_")))
        self.check_results()
        return self

    def take(self, check):
        try:
            check(self.fact.act.args, self.fact.decided)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError, OverflowError):
            raise Wrong(3, self.fact.number, "a field is missing, or of another kind") from None

    # --- 4: the call ---

    def channel_created(self, args, decided):
        self.need(self.fact.number == 1, 3, "a channel is created once")

    def evaluation_called(self, args, decided):
        self.need(self.fact.number == 2, 4, "the call is not the second fact")
        self.call, self.said = args, decided
        self.units, self.trustees, self.experts = args["brands"], args["auditors"], args["experts"]
        self.need(self.export.name.startswith(f"{args['year']}-"), 4, "it is not of its year")
        self.need(are(str, self.units, 1, 8), 4, "the units are not 1 to 8 different ones")
        self.need(are(str, self.trustees, 3, 9) and are(str, self.experts, 1, 16)
                  and not set(self.trustees) & set(self.experts), 4,
                  "trustees or experts are too few, or somebody is there twice")
        n, self.threshold = len(self.trustees), args["threshold"]
        self.need(is_number(self.threshold) and n // 2 + 1 <= self.threshold <= n - 1, 4, "the threshold is out of bounds")
        self.need(is_number(args["society"]) and 50 <= args["society"] <= 100, 4, "society has less than half")
        self.minimum, self.quorum = decided["minimum"], decided["quorum"]
        self.need(10 <= self.minimum <= VOICES and self.minimum == args.get("minimum", 10), 4, "the minimum is another")
        self.need(1 <= self.quorum <= len(self.experts) and self.quorum == args.get("quorum", min(3, len(self.experts))), 4,
                  "the quorum is another")
        self.check_trustees(decided["keys"])
        self.check_form(decided)
        self.check_times(decided)
        self.ceremony = Ceremony(n, self.threshold, self.export.house, self.fact.hash)

    def check_trustees(self, keys):
        self.need(isinstance(keys, bytes) and len(keys) == 32 * len(self.trustees), 4, "there is not a key for each trustee")
        self.trustee_keys = [keys[at:at + 32] for at in range(0, len(keys), 32)]
        self.need(len(set(self.trustee_keys)) == len(self.trustee_keys), 4, "two trustees have one key")
        accounts = Accounts(self.export.keys, self.fact.seq)
        for name, key in zip(self.trustees, self.trustee_keys):
            self.need(accounts.has(name, key), 4, f"the key of {name} was not that account's")
            self.need(accounts.role(name) not in ("operator", "resident"), 4, f"{name} is no one to audit")
        judged = {unit.split("/")[1].split("-", 1)[-1] for unit in self.units}
        seats = Counter(accounts.department(name) for name in self.trustees)
        seats.pop(None, None)
        self.need(not judged & set(seats), 4, "a trustee is of a department that is judged")
        self.need(all(count < self.threshold for count in seats.values()), 4, "trustees of one department can open alone")
        self.need(not judged & {accounts.department(name) for name in self.experts}, 4,
                  "an expert is of a department that is judged")
        self.by_committee(4)

    def by_committee(self, point):
        accounts = Accounts(self.export.keys, self.fact.seq)
        self.need(accounts.has(self.fact.actor, self.fact.act.author) and accounts.role(self.fact.actor) == "committee", point,
                  "it is by nobody of the committee")

    def check_form(self, decided):
        form = self.export.facts[0].act
        self.need(decided["act"] == hash_of(form.bytes) and form.args["form"] == self.call["form"], 4,
                  "the form is not the one that was called")
        try:
            lines = [line.split(" ", 2) for line in form.args["criteria"]]
            self.form = ballot_rule.Form([int(m) for m, _, _ in lines], [int(w) for _, w, _ in lines],
                                         len(form.args["questions"]), form.args["pass"])
        except ValueError:
            self.wrong(4, "a criterion of the form is no maximum, weight and text")
        fault = self.form.fault()
        self.need(fault is None, 4, f"the form cannot be counted by: {fault}")
        self.grades = [GRADES] * self.form.questions

    def check_times(self, decided):
        opens, closes, until = (decided[name] for name in ("opens", "closes", "until"))
        self.need(opens < closes < until, 4, "its times are not in order")
        self.need(decided["objections"] == self.call.get("objections", 3), 4, "the time for objections is another")
        self.need(until == closes + decided["objections"] * DAY_MS and decided["objections"] >= 1, 4,
                  "the time for objections is another")
        self.need(decided["roll_days"] == self.call.get("roll_days", 7), 4, "the roll's days are others")

    # --- 5 to 8: the ceremony and the opening ---

    def trustee(self, point, decided, once):
        """The number of who acts, by the key of the call; the first of each trustee stands and there is no second."""
        j = decided["trustee"]
        self.need(self.ceremony and is_number(j) and 1 <= j <= len(self.trustees), point, "it is by no trustee")
        self.need(self.fact.act.author == self.trustee_keys[j - 1] and self.fact.actor == self.trustees[j - 1], point,
                  "it is not signed with the key that the call names")
        self.need(j not in once, point, "it is the second of this trustee")
        return j

    def follows(self, point, said, hashed, what):
        self.need(hashed is not None and said == hashed, point, f"it does not name {what}")

    def trustee_keyed(self, args, decided):
        j = self.trustee(5, decided, self.transport)
        self.follows(5, args["called"], self.ceremony.called, "the head of the call")
        self.transport[j] = self.checked(5, ("key", self.export.house, args["called"], j, args["key"]),
                                         lambda: self.ceremony.check_transport(j, args["key"]))
        if len(self.transport) == len(self.trustees):
            self.ceremony.transport_keys = [self.transport[each] for each in sorted(self.transport)]
            self.ceremony.keyed = self.fact.hash

    def trustee_dealt(self, args, decided):
        i = self.trustee(6, decided, self.deals)
        self.follows(6, args["keyed"], self.ceremony.keyed or None, "the head of the last transport key")
        self.deals[i] = self.checked(6, ("deal", self.export.house, args["keyed"], i, args["deal"]),
                                     lambda: self.ceremony.check_deal(i, args["deal"]))
        if len(self.deals) == len(self.trustees):
            self.ceremony.dealt = self.fact.hash
            self.keys = self.checked(8, ("agreed", self.fact.hash),
                                     lambda: agreed_keys([self.deals[each] for each in sorted(self.deals)]))

    def trustee_accepted(self, args, decided):
        j = self.trustee(7, decided, self.accepted)
        self.need(self.complained is None, 7, "it stands behind a complaint")
        self.follows(7, args["dealt"], self.ceremony.dealt or None, "the head of the last deal")
        self.checked(7, ("accept", args["dealt"], j, args["proof"]),
                     lambda: self.ceremony.check_acceptance(j, self.keys, args["proof"]))
        self.accepted.add(j)

    def trustee_complained(self, args, decided):
        j, i = self.trustee(7, decided, self.accepted), args["against"]
        self.follows(7, args["dealt"], self.ceremony.dealt or None, "the head of the last deal")
        self.need(is_number(i) and 1 <= i <= len(self.trustees) and i == decided["against"], 7, "it is against no trustee")
        self.need(self.complained is None, 7, "the ceremony had ended by a complaint")
        founded = self.checked(7, ("complaint", args["dealt"], i, j, args["complaint"]),
                               lambda: self.ceremony.check_complaint(i, j, self.deals[i], args["complaint"]))
        self.need(founded == decided.get("founded", False), 7, "the house says otherwise whether the complaint is true")
        self.complained = self.fact.number

    def evaluation_opened(self, args, decided):
        self.need(self.vote is None and self.ceremony is not None, 8, "it is opened twice, or before its call")
        self.need(len(self.accepted) == len(self.trustees) and self.complained is None, 8, "not all trustees have accepted")
        self.need(self.rolled is not None, 9, "there is no roll")
        said = {"called": self.ceremony.called, "dealt": self.ceremony.dealt, "voice_key": encode(self.keys.voice),
                "form_key": encode(self.keys.form), "act": self.said["act"], "closes": self.said["closes"]}
        for name, value in said.items():
            self.need(decided[name] == value, 8, f"the opening says another {name}")
        self.need((decided["hash"], decided["size"]) == self.roll_said, 9, "the opening names another roll")
        self.need(self.said["opens"] <= self.fact.time_ms < self.said["closes"], 8, "it is not opened in its time")
        self.need(self.fact.time_ms >= self.rolled + self.said["roll_days"] * DAY_MS, 9,
                  "the roll was not published long enough")
        self.vote = Vote(self.export.house, self.fact.hash, b"", self.keys)

    # --- 9: the roll ---

    def evaluation_rolled(self, args, decided):
        self.need(self.rolled is None and self.vote is None and self.ceremony is not None, 9, "there is a roll already")
        self.by_committee(9)
        (_, size, digest), = args["roll"]
        blob = self.export.blobs.get(digest)
        self.need(blob is not None and len(blob) == size and decided["hash"] == digest, 9, "the file has not this roll")
        rows = unpacked(blob, 9, self.fact.number, "the roll is no MessagePack")
        self.need(isinstance(rows, list) and len(rows) == decided["size"] > 0, 9, "the roll is of another size")
        self.roll, owners, before = {}, set(), b""
        for row in rows:
            self.need(ballot_export.is_list(row, str, list, list), 9, "a row of the roll is none")
            handle, keys, barred = row
            self.need(handle.encode() > before, 9, f"{handle} is not in order")
            self.need(are(bytes, keys, 1, 64) and keys == sorted(keys) and {len(key) for key in keys} == {32}, 9,
                      f"the keys of {handle} are none")
            self.need(not owners & set(keys), 9, f"a key of {handle} is another's, too")
            self.need(barred == [unit for unit in self.units if unit in barred], 9,
                      f"{handle} is barred from what is not judged")
            self.need(handle not in self.trustees + self.experts, 9, f"{handle} has another part in it")
            self.roll[handle], before = (keys, barred), handle.encode()
            owners |= set(keys)
        self.rolled, self.roll_said = self.fact.time_ms, (digest, decided["size"])

    # --- 10 to 12: voices, closing, objections ---

    def voice_given(self, args, decided):
        handle, unit = self.fact.actor, args["unit"]
        self.need(self.vote is not None, 10, "the vote was not open")
        self.need(self.closed is None, 11, "the vote was closed")
        self.follows(10, args["opened"], self.vote.opened, "the opening of this vote")
        self.need(self.fact.time_ms < self.said["closes"], 10, "it came after the time of the closing")
        self.need(handle in self.roll, 10, f"{handle} is not on the roll")
        keys, barred = self.roll[handle]
        self.need(self.fact.act.author in keys, 10, f"the roll has not this key of {handle}")
        self.need(unit in self.units and unit not in barred and decided["unit"] == unit, 10, f"{handle} may not judge this")
        before = self.last.get((unit, handle))
        self.need(args["replaces"] == (hash_of(before[0].bytes) if before else NO_HASH), 10,
                  "it does not replace the one before")
        self.need(decided.get("again", False) == (before is not None), 10, "the house says otherwise whether it replaces one")
        self.given[unit, handle] += 1
        self.need(self.given[unit, handle] <= VOICES_GIVEN, 10, "they are too many")
        place = Place(self.vote, unit, handle, self.fact.act.author, args["replaces"])
        key = ("voice", *place.statement("", self.keys.voice), *self.grades, args["voice"])
        points = self.checked(10, key, lambda: ballot_vote.check_voice(place, self.grades, args["voice"]))
        self.last[unit, handle] = (self.fact.act, points, args["voice"])

    def numbers(self):
        return [sum(of_unit == unit for of_unit, _ in self.last) for unit in self.units]

    def evaluation_closing(self, args, decided):
        self.need(self.vote is not None and self.closed is None, 11, "nothing was open")
        self.need(decided["voices"] == self.numbers(), 11, "the house has counted other voices")

    def evaluation_closed(self, args, decided):
        self.need(self.vote is not None and self.closed is None, 11, "it is not the first closing of an open vote")
        self.need(self.fact.time_ms >= self.said["closes"], 11, "it is early")
        self.need(decided["voices"] == self.numbers(), 11, "the house has counted other voices")
        self.closed, self.vote.closed, self.said_forms = self.fact, self.fact.hash, decided["forms"]
        self.until = max(self.said["until"], self.fact.time_ms + self.said["objections"] * DAY_MS)
        self.sums = {unit: self.sum_of(unit) for unit in self.units}

    def sum_of(self, unit):
        """None when nothing of it may be opened."""
        voices = [entry for (of_unit, _), entry in self.last.items() if of_unit == unit]
        if len(voices) < self.minimum:
            return None
        sums = self.checked(14, ("sums", *(data for _, _, data in voices)),
                            lambda: ballot_vote.sum_voices([points for _, points, _ in voices]))
        return sums if all(encode(point) != bytes(32) for point in sums.bases) else None

    def voice_objected(self, args, decided):
        handle, unit = self.fact.actor, args["unit"]
        self.need(self.closed is not None and self.fact.time_ms < self.until, 12, "it is no time for objections")
        self.need(handle in self.roll and self.fact.act.author in self.roll[handle][0] and unit in self.units, 12,
                  "whoever objects is not on the roll")
        self.need((handle, unit) not in self.objected, 12, "it is the second objection")
        (_, _, digest), = args["receipt"]
        self.need(digest in self.export.blobs, 12, "the file has not this receipt")
        voice, said = ballot_export.read_receipt(self.export, self.export.blobs[digest], self.fact.number)
        self.need(voice.author in self.roll[handle][0] and voice.args["unit"] == unit, 12, "the receipt is of another voice")
        # What stands behind this fact the house could not know.
        behind = said.number >= self.fact.number
        found = ballot_export.contradicts(self.export, said) or behind
        self.need(found == decided.get("contradicts", False), 12, "the house says otherwise whether the receipt contradicts")
        self.objected.add((handle, unit))
        self.contradicted |= found

def verify(data, house=None, memory=None):
    """What was found; Wrong when something is."""
    export = ballot_export.read(data)
    require(house in (None, export.house), 1, 0, "it is of another house")
    return Verifier(export, memory).run()


def main():
    with open(sys.argv[1], "rb") as file:
        data = file.read()
    try:
        found = verify(data, bytes.fromhex(sys.argv[2]) if len(sys.argv) > 2 else None)
    except Wrong as wrong:
        print(f"NOT GOOD: {wrong}")
        return 1
    print(f"good: evaluation {found.export.name} of the house {found.export.house.hex()}")
    for unit, decided in found.results.items():
        print(f"  {unit}: " + " ".join(f"{name}={value}" for name, value in decided.items() if name != "unit"))
    if not found.results:
        print(f"  no result yet{f': void, {found.voided}' if found.voided else ''}")
    print("By the word of the house: which persons stand behind the roll, whether it let everybody in, and the times.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
