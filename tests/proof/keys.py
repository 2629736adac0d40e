#!/usr/bin/python3
"""Whose a key is, and what fields may be: generated proofs before our verifier and before an independent one.

usage: keys.py BULLETIN [NAME...]

Rows say what must come out where a person has thought about it; beyond them every short sequence of events is made,
and both verifiers must agree. How a proof is laid out is made.py's matter.
"""

import itertools
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import independent  # noqa: E402
import fields  # noqa: E402
from made import Ledger, public  # noqa: E402
from values import ALWAYS, LONG, NEVER  # noqa: E402

A_FILE = 250  # departments of one proof
LONGEST = 3   # of the sequences that are all made
COUNTS = "it counts"
UNKNOWN = "the key was not enrolled then"
ENDED = "the key or its account had been revoked, or its owner had left"
OTHER = "the key is not of the account that the house names"
NOT_OF_THEM = "the account was not of this department"
NO_RIGHT = "the account had no right to sign for the department"
ERASED = "what was signed was erased, so only the house says that it was signed"


class Wrong(Exception):
    pass


# What can happen to a key K, to its account A, to another key of A and to another account B. Each is given the
# ledger and the case's own suffix of names.
def enrolled(ledger, key, account, department, signs, channel="keys"):
    said = {"key": public(key), "account": account, "role": "office", "department": department,
            "code_hash": bytes(32)}
    ledger.fact(channel, "key.enrolled", dict(said, signs=True) if signs else said, account)


def changed(ledger, account, department, signs):
    said = {"account": account, "role": "office", "department": department}
    ledger.fact("keys", "account.changed", dict(said, signs=True) if signs else said)


def ended(kind):
    return lambda ledger, i, who: ledger.fact("keys", kind, {"account": f"{who}{i}"}, f"{who}{i}")


EVENTS = {
    "K to A": lambda ledger, i: enrolled(ledger, f"k{i}", f"a{i}", f"d{i}", True),
    "K to B": lambda ledger, i: enrolled(ledger, f"k{i}", f"b{i}", f"d{i}", True),
    "other key to A": lambda ledger, i: enrolled(ledger, f"o{i}", f"a{i}", "elsewhere", False),
    "K revoked": lambda ledger, i: ledger.fact("keys", "key.revoked", {"key": public(f"k{i}"), "account": f"a{i}"}),
    "A revoked": lambda ledger, i: ended("account.revoked")(ledger, i, "a"),
    "A left": lambda ledger, i: ended("account.left")(ledger, i, "a"),
    "B left": lambda ledger, i: ended("account.left")(ledger, i, "b"),
    "A moved": lambda ledger, i: changed(ledger, f"a{i}", "elsewhere", True),
    "A may not sign": lambda ledger, i: changed(ledger, f"a{i}", f"d{i}", False),
}
# A resident's stand in a channel that is in no proof.
RESIDENTS = {
    "K to resident A": lambda ledger, i: enrolled(ledger, f"k{i}", f"a{i}", f"d{i}", True, "residents"),
    "resident A left": lambda ledger, i: ledger.fact("residents", "account.left", {"account": f"a{i}"}, f"a{i}"),
}

# Events before and after A signed with K, and what becomes of "opened" and of "signed".
ROWS = [
    ([], [], UNKNOWN, UNKNOWN),
    ([], ["K to A"], UNKNOWN, UNKNOWN),
    (["K to A"], [], COUNTS, COUNTS),
    *[(["K to A"], [after], COUNTS, COUNTS) for after in EVENTS],
    *[(["K to A", end], [], ENDED, ENDED) for end in ("K revoked", "A revoked", "A left")],
    *[(["K to A", end, again], [], ENDED, ENDED) for end in ("K revoked", "A revoked", "A left")
      for again in ("K to A", "K to B", "A moved")],
    # a key that was revoked before anybody had it
    (["K revoked", "K to A"], [], ENDED, ENDED),
    # a key for an account that had ended, and one that ends before it begins
    *[(["other key to A", end, "K to A"], [], ENDED, ENDED) for end in ("A revoked", "A left")],
    *[([end, "K to A"], [], ENDED, ENDED) for end in ("A revoked", "A left")],
    # a key enrolled for a second account stays the first one's
    (["K to A", "K to B"], [], COUNTS, COUNTS),
    (["K to A", "K to B", "B left"], [], COUNTS, COUNTS),
    (["K to B", "K to A"], [], OTHER, OTHER),
    (["K to B"], [], OTHER, OTHER),
    (["K to B", "B left"], [], ENDED, ENDED),
    (["K to A", "B left"], [], COUNTS, COUNTS),
    # what an account is, is not said by its further keys
    (["K to A", "other key to A"], [], COUNTS, COUNTS),
    (["other key to A", "K to A"], [], NOT_OF_THEM, NOT_OF_THEM),
    (["other key to A", "A may not sign", "K to A"], [], COUNTS, NO_RIGHT),
    (["K to A", "A moved"], [], NOT_OF_THEM, NOT_OF_THEM),
    (["K to A", "A may not sign"], [], COUNTS, NO_RIGHT),
    (["K to A", "A moved", "A may not sign"], [], COUNTS, NO_RIGHT),
    (["A moved", "K to A"], [], COUNTS, COUNTS),
    # residents
    (["K to resident A"], [], UNKNOWN, UNKNOWN),
    (["K to resident A", "resident A left"], [], UNKNOWN, UNKNOWN),
    (["K to resident A", "K to A"], [], COUNTS, COUNTS),
    (["K to A", "resident A left"], [], COUNTS, COUNTS),
]

# Events before the author's act was taken, between then and its publication, and after; and what becomes of it. With
# no word on when it was taken, the moment is that of its publication.
AUTHORS = [
    (["K to A"], [], [], True, COUNTS),
    (["K to A"], ["K revoked"], [], True, COUNTS),
    (["K to A"], ["A revoked"], [], True, COUNTS),
    (["K to A"], ["A left"], [], True, COUNTS),
    (["K to A"], [], ["A left"], True, COUNTS),
    (["K to A", "K revoked"], [], [], True, ENDED),
    (["K to A", "A left"], [], [], True, ENDED),
    (["K to B"], ["K to A"], [], True, OTHER),
    ([], ["K to A"], [], True, UNKNOWN),
    ([], ["K to A"], [], False, COUNTS),
    (["K to A"], ["K revoked"], [], False, ENDED),
    (["K to A"], ["A left"], [], False, ENDED),
    (["K to A"], [], ["A left"], False, COUNTS),
]

# What a head may say of that: (decided, whether it can be read)
MOMENTS = [
    ({"scheduled": "desk/programme/1", "taken": 2}, True),
    ({}, True),
    ({"scheduled": "desk/programme/1"}, False),
    ({"taken": 2}, False),
    ({"scheduled": "desk/programme/1", "taken": 99}, False),
]


class Judges:
    """Both verifiers, side by side."""

    def __init__(self, command, folder):
        self.command, self.folder = command, folder
        self.env = dict(os.environ, BULLETIN_HOME=f"{folder}/home", LC_ALL="C.UTF-8", TZ="UTC")

    def ours(self, data):
        """What it says; None when nothing is proved."""
        path = pathlib.Path(self.folder, "made.proof")
        path.write_bytes(data)
        done = subprocess.run([self.command, "verify", "--json", path], env=self.env, capture_output=True,
                              encoding="utf-8", timeout=60)
        if done.returncode not in (0, 7):
            raise Wrong(f"verify ended with {done.returncode}: {done.stderr}")
        if not done.stdout:
            return None
        said = json.loads(done.stdout)
        if said["valid"] != (done.returncode == 0):
            raise Wrong(f"it says {said['valid']} and ends with {done.returncode}")
        return said

    @staticmethod
    def theirs(data):
        try:
            return independent.judge(data)
        except independent.Broken:
            return None

    def agree(self, data, what):
        """Our words, once both have said the same of every signature."""
        ours, theirs = self.ours(data), self.theirs(data)
        if (ours is None) != (theirs is None):
            raise Wrong(f"{what}: {'broken' if ours is None else 'a proof'} to us and not to the other")
        if ours is None:
            return None
        bad = set() if ours["author"]["valid"] else {ours["fact"]}
        for office in ours["departments"]:
            bad |= {office[rung]["id"] for rung in ("delivered", "opened", "signed")
                    if rung in office and not
                    office[rung]["valid"]}
        if bad != set(theirs["invalid"]):
            raise Wrong(f"{what}: they differ about {sorted(bad ^ set(theirs['invalid']))}")
        return ours


def begun():
    """A committee's notice, published; the ledger and the hash of its head."""
    ledger = Ledger()
    ledger.fact("keys", "house.founded", {"epoch": 1, "format": 1})
    enrolled(ledger, "committee", "committee", "committee", False)
    act = ledger.act("committee", "publish", {"channel": "programme", "headline": "首批品牌名单公布", "text": "各部门：\n"})
    head = ledger.fact("programme", "bulletin.published", {"addressed": 1}, "committee", act, shown=True)
    return ledger, act, head


def play(ledger, act, head, i, before, after):
    """One department with its events, and its receipts by K in the name of A between them."""
    office, events = f"dept/d{i}", {**EVENTS, **RESIDENTS}
    ledger.fact(office, "duty.assigned", {"id": "programme/1", "revision": 1}, "committee", act)
    for event in before:
        events[event](ledger, i)
    for verb, kind in (("open", "receipt.opened"), ("sign", "receipt.signed")):
        made = ledger.act(f"k{i}", verb, {"id": "programme/1", "revision_head": head})
        ledger.fact(office, kind, {"id": "programme/1", "revision": 1}, f"a{i}", made, shown=True)
    for event in after:
        events[event](ledger, i)


def judge_all(judges, cases):
    """Our words for every case: many departments of one proof at a time."""
    for start in range(0, len(cases), A_FILE):
        ledger, act, head = begun()
        some = cases[start:start + A_FILE]
        for i, (before, after) in enumerate(some):
            play(ledger, act, head, i, before, after)
        said = judges.agree(ledger.proof("programme/1"), f"cases {start} to {start + len(some)}")
        if said is None:
            raise Wrong(f"cases {start} to {start + len(some)}: no proof")
        offices = {one["department"]: one for one in said["departments"]}
        for i in range(len(some)):
            yield [offices[f"d{i}"][rung].get("why", COUNTS) for rung in ("opened", "signed")]


def test_rows_of_keys(judges):
    for (before, after, *wanted), said in zip(ROWS, judge_all(judges, [row[:2] for row in ROWS])):
        if said != wanted:
            raise Wrong(f"{before} signs {after}: {said}, not {wanted}")
    return f"{len(ROWS)} rows"


def test_every_short_sequence(judges):
    cases = [(list(events[:cut]), list(events[cut:])) for length in range(LONGEST + 1)
             for events in itertools.product(EVENTS, repeat=length) for cut in range(length + 1)]
    seen = {}
    for (before, _), said in zip(cases, judge_all(judges, cases)):
        # Nothing that comes later changes what a signature was worth.
        if seen.setdefault(tuple(before), said) != said:
            raise Wrong(f"{before}: {said} and {seen[tuple(before)]}, by what came after")
    if {why for said in seen.values() for why in said} != {COUNTS, UNKNOWN, ENDED, OTHER, NOT_OF_THEM, NO_RIGHT}:
        raise Wrong("the sequences do not come to every verdict")
    return f"{len(cases)} sequences"


def scheduled(before, between, after, says_when):
    ledger = Ledger()
    ledger.fact("keys", "house.founded", {"epoch": 1, "format": 1})
    for event in before:
        EVENTS[event](ledger, 0)
    act = ledger.act("k0", "publish", {"channel": "programme", "headline": "按期公布", "at": "2006-12-01"})
    ledger.fact("desk/programme", "bulletin.scheduled", {"at": ledger.time + 1000}, "a0", act)
    said = {"scheduled": "desk/programme/1", "taken": ledger.seq} if says_when else {}
    for event in between:
        EVENTS[event](ledger, 0)
    ledger.fact("programme", "bulletin.published", said, "a0", act, shown=True)
    for event in after:
        EVENTS[event](ledger, 0)
    return ledger.proof("programme/1")


def test_the_moment_of_an_act(judges):
    for before, between, after, says_when, wanted in AUTHORS:
        said = judges.agree(scheduled(before, between, after, says_when), str((before, between, after)))
        why = said["author"].get("why", COUNTS)
        if why != wanted:
            raise Wrong(f"{before}, taken, {between}, published, {after} ({says_when}): {why}, not {wanted}")
    for decided, good in MOMENTS:
        ledger = Ledger()
        enrolled(ledger, "k0", "a0", "d0", False)
        act = ledger.act("k0", "publish", {"channel": "programme", "headline": "按期公布"})
        ledger.fact("desk/programme", "bulletin.scheduled", {"at": ledger.time + 1000}, "a0", act)
        ledger.fact("programme", "bulletin.published", decided, "a0", act, shown=True)
        if (judges.agree(ledger.proof("programme/1"), str(decided)) is not None) != good:
            raise Wrong(f"{decided}: taken for {'none' if good else 'one'}")
    return f"{len(AUTHORS) + len(MOMENTS)} rows"


# A receipt without its act, and each part of what the house says of that: the first of each row is the truth.
RUNG = ["receipt.signed", "receipt.opened", "receipt.delivered"]
NAMED = ["itself", "the duty", "the bulletin", "another office's", "nothing there"]
SEQS = ["its own", "its own among others", "the duty's", "none"]
WHERE = ["its channel", "another office's", "the bulletin's"]
WHEN = ["later", "twice later", "before and later", "before", "never"]


def erased(rung, named, seqs, where, when):
    ledger, publish, head = begun()
    enrolled(ledger, "k0", "a0", "d0", True)
    for office in ("dept/d0", "dept/d1"):
        ledger.fact(office, "duty.assigned", {"id": "programme/1", "revision": 1}, "committee", publish)
    duty, number = ledger.seq - 1, 3 if when.startswith("before") and where == "its channel" else 2
    own = ledger.seq + (2 if when.startswith("before") else 1)
    said = {"id": {"itself": f"dept/d0/{number}", "the duty": "dept/d0/1", "the bulletin": "programme/1",
                   "another office's": f"dept/d1/{number}", "nothing there": "dept/d0/99"}[named],
            "facts": {"its own": [own], "its own among others": [duty, own, 99], "the duty's": [duty],
                      "none": []}[seqs]}
    channel = {"its channel": "dept/d0", "another office's": "dept/d1", "the bulletin's": "programme"}[where]

    def says():
        ledger.fact(channel, "thing.erased", said, "committee")

    if when.startswith("before"):
        says()
    verb = {"receipt.signed": "sign", "receipt.opened": "open", "receipt.delivered": "deliver"}[rung]
    act = ledger.act("k0", verb, {"id": "programme/1", "revision_head": head})
    ledger.fact("dept/d0", rung, {"id": "programme/1", "revision": 1}, "a0", act, gone=True)
    for _ in range({"later": 1, "twice later": 2, "before and later": 1}.get(when, 0)):
        says()
    return ledger.proof("programme/1")


def test_what_was_erased(judges):
    """An act may be missing where the house says so of that very receipt, and in no other case."""
    good = (RUNG[:1], NAMED[:1], SEQS[:2], WHERE[:1], WHEN[:3])
    cases = list(itertools.product(RUNG, NAMED, SEQS, WHERE, WHEN))
    for case in cases:
        holds = all(one in some for one, some in zip(case, good))
        said = judges.agree(erased(*case), str(case))
        if (said is not None) != holds:
            raise Wrong(f"{case}: {'refused' if holds else 'taken'}")
        if holds and said["departments"][0]["signed"]["why"] != ERASED:
            raise Wrong(f"{case}: {said['departments'][0]}")
    return f"{len(cases)} proofs"


# What must stay as it is for the rest to hold together: altered, it is another proof and not another field.
HELD = {"channel", "id", "revision_head", "revision", "text_hash", "key", "account", "scheduled", "taken"}


def alterations(word, values):
    """(what, altered fields, whether they are still such fields): of every field, by its kind and bound."""
    table = fields.TABLES[word]
    for name, field in table.items():
        kind = field.kind
        if kind not in NEVER:
            raise Wrong(f"{word}: {name} is {kind}, and nobody said what that cannot be")
        for value in NEVER[kind]:
            yield f"{word}: {name} {value!r}", dict(values, **{name: value}), False
        if field.most is not None and kind in LONG:
            yield f"{word}: {name} too long", dict(values, **{name: LONG[kind](field.most)}), False
        for value in ALWAYS[kind] if name not in HELD else []:
            yield f"{word}: {name} {value!r}", dict(values, **{name: value}), True
        if field.required:
            yield f"{word}: no {name}", {key: value for key, value in values.items() if key != name}, False


def with_altered(acts, decided, erased_in="programme"):
    """A proof with a notice and its receipts; `acts` and `decided` replace fields by verb and by kind."""
    ledger = Ledger()
    ledger.fact("keys", "house.founded", {"epoch": 1, "format": 1})

    def fact(channel, kind, said, *more, **how):
        return ledger.fact(channel, kind, decided.get(kind, said), *more, **how)

    enrolled_says = {"key": public("k"), "account": "a", "role": "office", "department": "d", "signs": True,
                     "code_hash": bytes(32)}
    fact("keys", "key.enrolled", enrolled_says, "a")
    for kind in ("account.changed", "key.revoked", "account.revoked", "account.left"):
        if kind in decided:
            fact("keys", kind, {})
    publish = ledger.act("k", "publish", acts.get("publish", {"channel": "programme", "headline": "h"}))
    head = fact("programme", "bulletin.published", {}, "a", publish, shown=True)
    for kind in ("bulletin.revised", "bulletin.withdrawn"):
        if kind in decided:
            fact("programme", kind, {})
    duty = {"id": "programme/1", "revision": 1}
    fact("dept/d", "duty.assigned", duty, "a", publish)
    for verb, kind in (("deliver", "receipt.delivered"), ("open", "receipt.opened"), ("sign", "receipt.signed")):
        seen = acts.get(verb, {"id": "programme/1"})
        act = ledger.act("k", verb, dict({"revision_head": head}, **seen) if seen is not None else {})
        fact("dept/d", kind, duty, "a", act, shown=True)
    if "thing.erased" in decided:
        fact(erased_in, "thing.erased", {})
    return ledger.proof("programme/1")


SAID = {
    "publish": {"channel": "programme", "headline": "h"}, "deliver": {"id": "programme/1"},
    "open": {"id": "programme/1"}, "sign": {"id": "programme/1"}, "bulletin.published": {},
    "bulletin.revised": {"id": "programme/1", "revision": 2}, "bulletin.withdrawn": {"id": "programme/1"},
    "thing.erased": {"id": "programme/1", "facts": [1]}, "duty.assigned": {"id": "programme/1", "revision": 1},
    "receipt.signed": {"id": "programme/1", "revision": 1}, "account.changed": {"account": "z", "role": "office"},
    "key.enrolled": {"key": public("k"), "account": "a", "role": "office", "department": "d", "signs": True,
                     "code_hash": bytes(32)},
    "key.revoked": {"key": public("z"), "account": "z"}, "account.revoked": {"account": "z"},
    "account.left": {"account": "z"},
}


def test_kinds_and_bounds(judges):
    made = 0
    for word, values in SAID.items():
        is_act = "." not in word
        places = ("programme", "dept/d") if word == "thing.erased" else ("programme",)
        rows = [("as it is", values, True), ("one more", dict(values, more=1), not is_act), *alterations(word, values)]
        for (what, said, good), place in itertools.product(rows, places):
            if is_act and what.endswith("no revision_head"):
                continue  # with_altered puts it in
            data = with_altered({word: said}, {}) if is_act else with_altered({}, {word: said}, place)
            if (judges.agree(data, f"{word}, {what}") is not None) != good:
                raise Wrong(f"{word}, {what}: {'refused' if good else 'taken'}")
            made += 1
    return f"{made} proofs"


TESTS = [test_rows_of_keys, test_every_short_sequence, test_the_moment_of_an_act, test_what_was_erased,
         test_kinds_and_bounds]


def main():
    command, *only = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="bulletin-keys-") as folder:
        judges = Judges(command, folder)
        for test in TESTS:
            if only and test.__name__ not in only:
                continue
            try:
                done = test(judges)
            except Wrong as why:
                print(f"FAILED {test.__name__}: {why}")
                return 1
            print(f"ok {test.__name__}: {done}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
