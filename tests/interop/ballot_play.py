"""Plays an evaluation from its call to its result, with all its secrets, in a house of its own; and its export.

Each step can be played otherwise, by name: so a lie stands in a history in which everything else is signed and fits.
Whatever is dear is made once in a run of tests. It shares no code with the project and must not.
"""

import hashlib
from dataclasses import dataclass, field

import ballot_rule
import ballot_vote
from ballot_ceremony import Ceremony, agreed_keys
from ballot_house import DAY_MS, House, export, identity, receipt
from ballot_proofs import Q, cut
from ballot_vote import Place, Vote
from ristretto import decode, encode, times
from wire import NO_HASH, hash_of, msgpack

NAME, YEAR = "2006-1", 2006
CHANNEL = f"votes/{NAME}"
BEGIN_MS = 1162310400000  # 2006-11-01T00:00:00+08:00
UNITS = ["brand/2006-labour/2", "brand/2006-letters/2"]
TRUSTEES, THRESHOLD = ["chen.audit", "du.audit", "fang.audit"], 2
SOCIETY, MINIMUM, QUORUM = 60, 10, 2
EXPERTS = ["gu.expert", "han.expert", "jin.expert"]
RESIDENTS = [f"resident.{letter}" for letter in "abcdefghijkl"]
GRADES = [6]
CRITERIA = ["20 30 Clarity of the promise", "5 70 How it was kept"]
FORM = ballot_rule.Form([20, 5], [30, 70], 1, 60)
OPENS, CLOSES, UNTIL = (BEGIN_MS + days * DAY_MS for days in (9, 20, 23))

_made = {}


def remembered(key, make):
    """What `make` gives, made once for a key."""
    if key not in _made:
        _made[key] = make()
    return _made[key]


def random_of(*words):
    return hashlib.sha256(repr(words).encode()).digest()


def pairs_of(data):
    points = [decode(each) for each in cut(data[:64 * sum(GRADES)])]
    return list(zip(points[::2], points[1::2]))


@dataclass
class Step:
    """What somebody says and what the house makes of it. A way to play it otherwise changes its members."""
    name: str
    verb: str
    who: object      # signs
    actor: str
    args: dict
    facts: list      # [channel, kind, decided]
    times: int = 1   # how often it is taken
    signed: dict = field(default_factory=dict)  # parts of the act that are told otherwise
    head: dict = field(default_factory=dict)    # likewise of the heads
    after: object = None  # what comes behind it, a function of the play


class Ended(Exception):
    """The play is to end here."""


class Play:
    """`ways` are functions of the play and a step, by the names of steps. With `until`, a kind of fact, it ends when all ways
    were taken and the last of them has made such a fact: what comes behind is of no matter then."""

    def __init__(self, ways=None, until=None):
        self.ways, self.until = dict(ways or {}), until
        self.house = House("the house", BEGIN_MS)
        self.blobs, self.last, self.voices, self.counts = [], {}, {}, {}
        self.choices = {}
        self.act = self.form = None

    def go(self, days):
        self.house.now_ms = BEGIN_MS + int(days * DAY_MS)

    def step(self, name, verb, who, args, *facts, actor=None):
        """The facts that it became; none if it is left out."""
        step = Step(name, verb, identity(who) if isinstance(who, str) else who, actor or who, args, list(facts))
        last = set(self.ways) == {name}
        if name in self.ways:
            self.ways.pop(name)(self, step)
        taken = []
        for _ in range(step.times):
            self.act = self.house.sign(step.who, step.verb, step.args, **step.signed)
            taken = [self.house.append(channel, kind, step.actor, self.act, decided, step.head)
                     for channel, kind, decided in step.facts]
        if step.after:
            step.after(self)
        if last and not self.ways and self.until in {kind for _, kind, _ in step.facts}:
            raise Ended
        return taken

    def due(self, name, what, when, *facts):
        args = {"what": what, "id": f"{CHANNEL}/2", "time": when}
        return self.step(name, "schedule.run", self.house.identity, args, *facts, actor="house")

    # --- people and the form ---

    def people(self):
        for handle, role in [("wang.committee", "committee"), *((name, "office") for name in TRUSTEES),
                             *((name, "expert") for name in EXPERTS)]:
            decided = {"key": identity(handle).public, "account": handle, "role": role, "code_hash": bytes(32)}
            if role == "office":
                decided["department"] = handle.split(".")[0]
            self.step(f"join {handle}", "join", handle, {"code": "0" * 16}, ["keys", "key.enrolled", decided])
        form = {"form": "brands", "title": "Brands", "criteria": CRITERIA, "questions": ["Are you satisfied?"],
                "pass": FORM.passing}
        (defined,) = self.step("form", "form.define", "wang.committee", form,
                               ["brands", "form.defined", {"form": "brands", "version": 1}])
        self.form = defined.act

    # --- the ceremony ---

    def call(self):
        args = {"year": YEAR, "brands": UNITS, "form": "brands", "society": SOCIETY, "opens": "2006-11-10",
                "closes": "2006-11-20", "objections": 3, "experts": EXPERTS, "auditors": TRUSTEES,
                "threshold": THRESHOLD, "minimum": MINIMUM, "quorum": QUORUM}
        decided = {"act": hash_of(self.form.bytes), "version": 1,
                   "keys": b"".join(identity(name).public for name in TRUSTEES), "opens": OPENS, "closes": CLOSES,
                   "until": UNTIL, "objections": 3, "roll_days": 7, "minimum": MINIMUM, "quorum": QUORUM}
        self.house.append(CHANNEL, "channel.created", "wang.committee", self.form,
                          {"title": "Brands", "read": ["everyone"], "speak": [], "publish": [], "moderate": []})
        facts = self.step("call", "evaluation.call", "wang.committee", args, [CHANNEL, "evaluation.called", decided])
        self.ceremony = Ceremony(len(TRUSTEES), THRESHOLD, self.house.key, facts[-1].hash)

    def transport(self):
        self.taus = []
        for j, name in enumerate(TRUSTEES, 1):
            tau, data = remembered(("key", self.ceremony.called, j),
                                   lambda: self.ceremony.make_transport(j, random_of("tau", j)))
            self.taus.append(tau)
            self.ceremony.transport_keys.append(decode(data[:32]))
            args = {"evaluation": NAME, "called": self.ceremony.called, "key": data}
            facts = self.step(f"key {j}", "trustee.key", name, args, [CHANNEL, "trustee.keyed", {"trustee": j}])
            self.ceremony.keyed = facts[-1].hash if facts else self.ceremony.keyed

    def deals(self):
        made = []
        for i, name in enumerate(TRUSTEES, 1):
            data = remembered(("deal", self.ceremony.called, self.ceremony.keyed, i),
                              lambda: self.ceremony.make_deal(i, random_of("deal", i)))
            made.append(data)
            args = {"evaluation": NAME, "keyed": self.ceremony.keyed, "deal": data}
            facts = self.step(f"deal {i}", "trustee.deal", name, args, [CHANNEL, "trustee.dealt", {"trustee": i}])
            self.ceremony.dealt = facts[-1].hash if facts else self.ceremony.dealt
        self.keys, self.secrets = remembered(("agreed", *made), lambda: self.agree(made))

    def agree(self, made):
        dealt, secrets = [self.ceremony.check_deal(i, data) for i, data in enumerate(made, 1)], []
        for j, tau in enumerate(self.taus, 1):
            shares = [self.ceremony.open_box(i, j, deal, times(tau, decode(deal.boxes[j - 1][:32])))
                      for i, deal in enumerate(dealt, 1)]
            secrets.append([sum(each) % Q for each in zip(*shares)])
        return agreed_keys(dealt), secrets

    def acceptances(self):
        for j, name in enumerate(TRUSTEES, 1):
            proof = remembered(("accept", self.ceremony.dealt, j), lambda: self.ceremony.make_acceptance(
                j, self.keys, self.secrets[j - 1], random_of("accept", j)))
            args = {"evaluation": NAME, "dealt": self.ceremony.dealt, "proof": proof}
            self.step(f"accept {j}", "trustee.accept", name, args, [CHANNEL, "trustee.accepted", {"trustee": j}])

    # --- the roll and the opening ---

    def roll(self):
        rows = [[handle, [identity(handle).public], UNITS[1:] if handle == RESIDENTS[-1] else []] for handle in RESIDENTS]
        if "rows" in self.ways:
            rows = self.ways.pop("rows")(rows)
        self.rolled = msgpack.packb(rows)
        self.blobs.append(self.rolled)
        decided = {"hash": hash_of(self.rolled), "size": len(rows)}
        args = {"evaluation": NAME, "roll": [["roll", len(self.rolled), decided["hash"]]]}
        self.step("roll", "evaluation.roll", "wang.committee", args, [CHANNEL, "evaluation.rolled", decided])

    def opening(self):
        decided = {"called": self.ceremony.called, "dealt": self.ceremony.dealt, "voice_key": encode(self.keys.voice),
                   "form_key": encode(self.keys.form), "hash": hash_of(self.rolled), "size": len(RESIDENTS),
                   "act": hash_of(self.form.bytes), "closes": CLOSES}
        facts = self.due("open", "evaluation-open", OPENS, [CHANNEL, "evaluation.opened", decided])
        self.vote = Vote(self.house.key, facts[-1].hash if facts else bytes(32), b"", self.keys)

    # --- voices ---

    def place(self, unit, handle):
        return Place(self.vote, unit, handle, identity(handle).public, self.last.get((unit, handle), NO_HASH))

    def voice(self, name, unit, handle, choice):
        place, number = self.place(unit, handle), sum(key[:2] == (unit, handle) for key in self.voices)
        data = remembered(("voice", *place.statement("", self.keys.voice), choice), lambda: ballot_vote.make_voice(
            place, GRADES, [choice], random_of(handle, unit, choice, number)))
        args = {"opened": self.vote.opened, "unit": unit, "replaces": self.last.get((unit, handle), NO_HASH), "voice": data}
        decided = {"unit": unit} | ({"again": True} if (unit, handle) in self.last else {})
        facts = self.step(name, "voice.give", handle, args, [CHANNEL, "voice.given", decided])
        if facts:
            self.last[unit, handle] = hash_of(self.act.bytes)
            self.voices[unit, handle, number] = data
            self.choices[unit, handle] = choice

    def counted(self, unit):
        """Of each handle the last voice."""
        last = {handle: data for (of_unit, handle, _), data in self.voices.items() if of_unit == unit}
        return list(last.values())

    def sum_of(self, voices):
        return remembered(("sums", *voices), lambda: ballot_vote.sum_voices([pairs_of(data) for data in voices]))

    def numbers(self):
        return [len(self.counted(unit)) for unit in UNITS]

    def vote_all(self):
        self.voice("voice early", UNITS[0], RESIDENTS[3], 4)
        for at, handle in enumerate(RESIDENTS):
            self.voice(f"voice {at}", UNITS[0], handle, (0, 1, 0, 2, 3, 5)[at % 6])
        for handle in RESIDENTS[:2]:
            self.voice(f"letters {handle}", UNITS[1], handle, 1)

    def remind(self):
        decided = {"closes": CLOSES, "voices": self.numbers(), "forms": [0, 0]}
        self.due("remind", "evaluation-remind", CLOSES - DAY_MS, [CHANNEL, "evaluation.closing", decided])

    def closing(self):
        decided = {"voices": self.numbers(), "forms": [3, 1]}
        facts = self.due("close", "evaluation-close", CLOSES, [CHANNEL, "evaluation.closed", decided])
        self.vote.closed = facts[-1].hash if facts else bytes(32)

    # --- what is opened ---

    def ready(self):
        self.sums = {unit: self.sum_of(self.counted(unit)) for unit in UNITS}
        if "sums" in self.ways:
            self.ways.pop("sums")(self)
        said = b""
        for unit in UNITS:
            sums = self.sums[unit]
            digest = sums.digest(self.vote, unit) if sums.voices >= MINIMUM else bytes(32)
            said += sums.voices.to_bytes(4, "big") + digest
        for j, name in enumerate(TRUSTEES[:THRESHOLD], 1):
            args = {"evaluation": NAME, "closed": self.vote.closed, "sums": said}
            self.step(f"ready {j}", "trustee.ready", name, args, [CHANNEL, "trustee.readied", {"trustee": j, "agrees": True}])

    def part(self, j, unit, name=None):
        sums = self.sums[unit]
        data = remembered(("part", unit, j, sums.digest(self.vote, unit)), lambda: ballot_vote.make_part(
            self.vote, unit, sums, j, self.secrets[j - 1][0], random_of("part", j)))
        args = {"evaluation": NAME, "closed": self.vote.closed, "unit": unit, "part": data}
        self.step(name or f"part {j}", "trustee.decrypt", TRUSTEES[j - 1], args,
                  [CHANNEL, "trustee.decrypted", {"trustee": j, "unit": unit}])

    def count(self):
        given = [choice for (unit, _), choice in self.choices.items() if unit == UNITS[0]]
        counts = [given.count(grade) for grade in range(6)] if self.sums[UNITS[0]].voices >= MINIMUM else [0] * 6
        self.counts[UNITS[0]] = counts
        args = {"evaluation": NAME, "closed": self.vote.closed, "unit": UNITS[0], "counts": counts}
        self.step("count", "trustee.count", TRUSTEES[0], args,
                  [CHANNEL, "trustee.counted", {"trustee": 1, "unit": UNITS[0]}])

    def attest(self):
        rows = [[1, 1, [15, 4]], [1, 2, [10, 5]], [1, 3, [20, 3]], [2, 1, [5, 1]]]
        if "table" in self.ways:
            rows = self.ways.pop("table")(rows)
        table = msgpack.packb(rows)
        args = {"evaluation": NAME, "closed": self.vote.closed, "table": table}
        for j, name in enumerate(TRUSTEES[:THRESHOLD], 1):
            facts = [[CHANNEL, "trustee.attested", {"trustee": j}]]
            if j == THRESHOLD:
                facts += [[CHANNEL, "evaluation.resulted", told] for told in self.results(rows)]
            self.step(f"attest {j}", "trustee.attest", name, args, *facts)

    def results(self, rows):
        units = [ballot_rule.Unit(self.sums[unit].voices, [self.counts.get(unit, [0] * 6)],
                                  [row[2] for row in rows if row[0] == at and len(row) == 3 and len(row[2]) == len(CRITERIA)])
                 for at, unit in enumerate(UNITS, 1)]
        outcomes, agreement = ballot_rule.result(FORM, SOCIETY, MINIMUM, QUORUM, units)
        for unit, told, each in zip(units, outcomes, UNITS):
            found = {"unit": each, "verdict": told.verdict, "voices": unit.voices, "size": len(RESIDENTS),
                     "forms": len(unit.forms), "counts": self.counts.get(each), "society": told.society, "low": told.low,
                     "high": told.high, "experts": told.experts, "agreement": agreement, "score": told.score,
                     "place": told.place}
            yield {name: value for name, value in found.items() if value is not None}

    # --- all of it ---

    def play(self):
        try:
            for days, act in ((0, self.people), (0, self.call), (1, self.transport), (1.5, self.deals),
                              (1.8, self.acceptances), (1.9, self.roll), (9, self.opening), (10, self.vote_all),
                              (19, self.remind), (20, self.closing), (21, self.ready), (23.1, lambda: self.part(1, UNITS[0])),
                              (23.2, lambda: self.part(2, UNITS[0])), (23.3, self.count), (23.4, self.attest)):
                self.go(days)
                act()
        except Ended:
            pass
        assert not self.ways, f"no step is called {', '.join(self.ways)}"
        return self

    def export(self):
        return export(self.house, NAME, self.blobs)

    def receipt(self, number, channel=None):
        return receipt(self.house, channel or self.house.channel(CHANNEL), number)

