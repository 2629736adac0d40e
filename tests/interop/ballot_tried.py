"""Tries to cheat in an evaluation in every way that is known, and looks that the verifier finds each at its fact.

    ballot_tried.py [BULLETIN]

Each is a history in which all else is signed anew and fits. With a BULLETIN its `verify` has to say of every file the same
as the verifier in Python. What is honest though unusual has to be found good by both.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from ballot_export import Wrong
from ballot_house import DAY_MS, identity, sealed
from ballot_play import BEGIN_MS, CHANNEL, CLOSES, EXPERTS, RESIDENTS, TRUSTEES, UNITS, Play
from ballot_verify import verify
from ballot_ways import (HIGH_BIT, NINE, NO_POINT, TOO_LARGE, all_of, another_voice, args, at, bit, by, by_later_key,
                         by_stranger, complaint, cut, decided, dropped, ends, false_box, given_up, head,
                         honest_objection, left_out, moved, old_sums, other_sums, put, result, revoked, signed, spoilt,
                         sum_of, swap_rows, then, twice, voice_for, voice_from, voice_of_bits, void)
from ristretto import BASE, decode, encode, negate
from wire import NO_HASH, hash_of, msgpack

# Name, point of the page (0: it is good; None: any), the kind of the fact at which it is found, and how steps are played.
KEY_POINTS = {"key 1": ("key", "trustee.keyed", 5, 0), "deal 1": ("deal", "trustee.dealt", 6, 0),
              "voice 5": ("voice", "voice.given", 10, 32), "part 1": ("part", "trustee.decrypted", 15, 0)}
SCALARS = {"key 1": ("key", "trustee.keyed", 5, 32), "deal 1": ("deal", "trustee.dealt", 6, 128),
           "accept 1": ("proof", "trustee.accepted", 7, 64), "voice 5": ("voice", "voice.given", 10, 64 * 6),
           "part 1": ("part", "trustee.decrypted", 15, 32 * 6)}


def encodings():
    for step, (name, kind, point, byte) in KEY_POINTS.items():
        yield f"{step}: the top bit of a point is set", point, kind, {step: args(**{name: bit(byte + 31, HIGH_BIT)})}
        yield f"{step}: an identity with its top bit set", point, kind, {step: args(**{name: put(byte, NO_POINT)})}
        yield f"{step}: the identity", point, kind, {step: args(**{name: put(byte, bytes(32))})}
    for step, (name, kind, point, byte) in SCALARS.items():
        for value in TOO_LARGE:
            yield f"{step}: the scalar {value.hex()}", point, kind, {step: args(**{name: put(byte, value)})}
        yield f"{step}: a bit of its proof", point, kind, {step: args(**{name: bit(byte)})}
        yield f"{step}: a byte is missing", point, kind, {step: args(**{name: lambda data: data[:-1]})}
        yield f"{step}: a byte more", point, kind, {step: args(**{name: cut(0 - 1)})}
        yield f"{step}: a field more", 3, kind, {step: args(extra=1)}
    yield "S is G", 10, "voice.given", {"voice 5": args(voice=put(32, encode(BASE)))}


CEREMONY = [
    ("two trustees of one key", 4, "evaluation.called", {"call": decided(0, keys=identity(TRUSTEES[0]).public * 3)}),
    ("a key that is not that trustee's", 4, "evaluation.called",
     {"call": decided(0, keys=b"".join(identity(name).public for name in ["nobody", *TRUSTEES[1:]]))}),
    ("a trustee is an expert", 4, "evaluation.called", {"call": args(experts=[EXPERTS[0], TRUSTEES[0]])}),
    ("a trustee twice", 4, "evaluation.called", {"call": args(auditors=[TRUSTEES[0], *TRUSTEES[:2]])}),
    ("two trustees", 4, "evaluation.called", {"call": args(auditors=TRUSTEES[:2])}),
    ("a threshold of all", 4, "evaluation.called", {"call": args(threshold=3)}),
    ("a threshold of one", 4, "evaluation.called", {"call": args(threshold=1)}),
    ("a department that has the threshold", 4, "evaluation.called", {
        f"join {TRUSTEES[0]}": decided(department="du")}),
    ("a trustee of a department that is judged", 4, "evaluation.called", {f"join {TRUSTEES[0]}": decided(department="labour")}),
    ("an operator as a trustee", 4, "evaluation.called", {f"join {TRUSTEES[0]}": decided(role="operator")}),
    ("society below half", 4, "evaluation.called", {"call": args(society=49)}),
    ("a minimum of nine", 4, "evaluation.called", {"call": all_of(args(minimum=9), decided(0, minimum=9))}),
    ("a quorum of nobody", 4, "evaluation.called", {"call": all_of(args(quorum=0), decided(0, quorum=0))}),
    ("a unit twice", 4, "evaluation.called", {"call": args(brands=UNITS[:1] * 2)}),
    ("another form", 4, "evaluation.called", {"call": decided(0, act=bytes(32))}),
    ("two keys for three trustees", 4, "evaluation.called", {"call": decided(
        keys=b"".join(identity(name).public for name in TRUSTEES[:2]))}),
    ("an expert of a department that is judged", 4, "evaluation.called", {f"join {EXPERTS[0]}": decided(department="labour")}),
    ("a form that cannot be counted by", 4, "evaluation.called", {"form": args(**{"pass": 101})}),
    ("a criterion that is none", 4, "evaluation.called", {"form": args(criteria=["20 30 Clarity", "all of it"])}),
    ("another minimum than was said", 4, "evaluation.called", {"call": decided(minimum=11)}),
    ("another quorum than was said", 4, "evaluation.called", {"call": decided(quorum=1)}),
    ("it closes before it opens", 4, "evaluation.called", {"call": decided(opens=CLOSES)}),
    ("fewer days for objections than were said", 4, "evaluation.called", {"call": decided(objections=2,
                                                                                        until=CLOSES + 2 * DAY_MS)}),
    ("less time for objections", 4, "evaluation.called", {"call": decided(until=CLOSES + DAY_MS)}),
    ("no time for objections", 4, "evaluation.called", {"call": all_of(args(objections=0), decided(
        objections=0, until=CLOSES))}),
    ("fewer days for the roll", 4, "evaluation.called", {"call": decided(roll_days=0)}),
    ("of another year", 4, "evaluation.called", {"call": args(year=2007)}),
    ("called twice", 4, "evaluation.called", {"call": twice}),
    ("the channel is created twice", 3, "channel.created", {"key 1": then(lambda play: play.step(
        "more", "form.define", "wang.committee", play.form.args, [CHANNEL, "channel.created", {"title": "Brands"}]))}),
    ("no call", 4, None, {"call": all_of(left_out, then(ends))}),
    ("called by an expert", 4, "evaluation.called", {"call": by(EXPERTS[0], EXPERTS[0])}),
    ("a trustee of another number", 5, "trustee.keyed", {"key 2": decided(trustee=4)}),
    ("a transport key of another call", 5, "trustee.keyed", {"key 2": args(called=bytes(32))}),
    ("the transport key of another trustee", 5, "trustee.keyed", {"key 2": lambda play, step: step.args.update(
        key=play.house.channel(CHANNEL).facts[-1].act.args["key"])}),
    ("a second transport key", 5, "trustee.keyed", {"key 2": twice}),
    ("signed by another than the call names", 5, "trustee.keyed", {"key 2": by(TRUSTEES[2])}),
    ("a commitment more", 6, "trustee.dealt", {"deal 2": args(deal=lambda data: data[:64] + data[32:])}),
    ("a commitment less", 6, "trustee.dealt", {"deal 2": args(deal=lambda data: data[:32] + data[64:])}),
    ("the last commitment is the identity", 6, "trustee.dealt", {"deal 2": args(deal=put(32, bytes(32)))}),
    ("a first commitment that cancels another's", 6, "trustee.dealt", {"deal 3": lambda play, step: step.args.update(
        deal=put(0, encode(negate(decode(play.house.channel(CHANNEL).facts[-1].act.args["deal"][:32]))))(
            step.args["deal"]))}),
    ("a deal upon other transport keys", 6, "trustee.dealt", {"deal 2": args(keyed=bytes(32))}),
    ("the deal of another trustee", 6, "trustee.dealt", {"deal 2": lambda play, step: step.args.update(
        deal=play.house.channel(CHANNEL).facts[-1].act.args["deal"])}),
    ("a second deal", 6, "trustee.dealt", {"deal 2": twice}),
    ("an acceptance of other deals", 7, "trustee.accepted", {"accept 2": args(dealt=bytes(32))}),
    ("the acceptance of another trustee", 7, "trustee.accepted", {"accept 2": lambda play, step: step.args.update(
        proof=play.house.channel(CHANNEL).facts[-1].act.args["proof"])}),
    ("a second acceptance", 7, "trustee.accepted", {"accept 2": twice}),
    ("a trustee who never accepts", 8, "evaluation.opened", {"accept 3": left_out}),
    ("a complaint that is false, said to be true", 7, "trustee.complained", {"accept 2": complaint(3, True)}),
    ("a complaint that is false", 0, None, {"accept 2": complaint(3, False)}),
    ("a complaint that is true", 0, None, {"deal 3": false_box, "accept 2": complaint(3, True)}),
    ("a complaint that is true, said to be false", 7, "trustee.complained", {"deal 3": false_box,
                                                                           "accept 2": complaint(3, False)}),
    ("it goes on after a complaint", 7, "trustee.accepted", {
        "accept 2": all_of(complaint(3, False), lambda play, step: (step.facts.pop(), then(None)(play, step)))}),
    ("a complaint with another's proof", 7, "trustee.complained", {"accept 2": all_of(
        complaint(3, False), args(complaint=bit(40)))}),
    ("a complaint against nobody", 7, "trustee.complained", {"accept 2": all_of(
        complaint(3, False), args(against=4), decided(against=4))}),
    ("a second complaint", 7, "trustee.complained", {"accept 2": all_of(
        complaint(3, False), lambda play, step: (step.facts.pop(), then(None)(play, step))), "accept 3": complaint(1, False, j=3)}),
    ("a complaint, and it is not void", 7, None, {"accept 2": all_of(
        complaint(3, False), lambda play, step: step.facts.pop())}),
    ("void by a complaint that nobody made", 7, "evaluation.voided", {"accept 2": all_of(
        complaint(3, False), lambda play, step: step.facts.pop(0))}),
    ("opened twice", 8, "evaluation.opened", {"open": twice}),
    ("another voice key", 8, "evaluation.opened", {"open": decided(voice_key=encode(BASE))}),
    ("another form key", 8, "evaluation.opened", {"open": decided(form_key=encode(BASE))}),
    ("another call in the opening", 8, "evaluation.opened", {"open": decided(called=bytes(32))}),
    ("another closing in the opening", 8, "evaluation.opened", {"open": decided(closes=CLOSES - DAY_MS)}),
    ("opened early", 8, "evaluation.opened", {"open": at(8.9)}),
]

ROLL = [
    ("a row twice", 9, "evaluation.rolled", {"rows": lambda rows: [rows[0], *rows]}),
    ("rows out of order", 9, "evaluation.rolled", {"rows": lambda rows: [rows[1], rows[0], *rows[2:]]}),
    ("a key of two rows", 9, "evaluation.rolled", {"rows": lambda rows: [[rows[0][0], rows[1][1], []], *rows[1:]]}),
    ("a row without a key", 9, "evaluation.rolled", {"rows": lambda rows: [[rows[0][0], [], []], *rows[1:]]}),
    ("a roll of nobody", 9, "evaluation.rolled", {"rows": lambda rows: []}),
    ("a trustee on the roll", 9, "evaluation.rolled", {
        "rows": lambda rows: [[TRUSTEES[0], [identity(TRUSTEES[0]).public], []], *rows]}),
    ("a row that is none", 9, "evaluation.rolled", {"rows": lambda rows: [rows[0][:2], *rows[1:]]}),
    ("a key of 31 bytes", 9, "evaluation.rolled", {"rows": lambda rows: [[rows[0][0], [bytes(31)], []], *rows[1:]]}),
    ("barred from what is not judged", 9, "evaluation.rolled", {
        "rows": lambda rows: [[*rows[0][:2], ["brand/2006-audit/2"]], *rows[1:]]}),
    ("another size", 9, "evaluation.rolled", {"roll": decided(size=13)}),
    ("another hash", 9, "evaluation.rolled", {"roll": decided(hash=bytes(32))}),
    ("published too late", 9, "evaluation.opened", {"roll": at(3)}),
    ("published by an expert", 9, "evaluation.rolled", {"roll": by(EXPERTS[0], EXPERTS[0])}),
    ("a second roll", 9, "evaluation.rolled", {"roll": twice}),
    ("no roll", 9, "evaluation.opened", {"roll": left_out}),
    ("the opening names another roll", 9, "evaluation.opened", {"open": decided(size=11)}),
]

VOICES = [
    ("two grades", 10, "voice.given", {"voice 5": voice_of_bits([1, 1, 0, 0, 0, 0])}),
    ("no grade", 10, "voice.given", {"voice 5": voice_of_bits([0] * 6)}),
    ("a grade twice", 10, "voice.given", {"voice 5": voice_of_bits([2, 0, 0, 0, 0, 0])}),
    ("a grade less than none", 10, "voice.given", {"voice 5": voice_of_bits([1, 1, -1, 0, 0, 0])}),
    ("the voice of another", 10, "voice.given", {"voice 5": voice_from(UNITS[0], RESIDENTS[4])}),
    ("one's voice for another unit", 10, "voice.given", {f"letters {RESIDENTS[0]}": voice_from(UNITS[0], RESIDENTS[0])}),
    ("made for another house", 10, "voice.given", {"voice 5": voice_for(house=bytes(32))}),
    ("made for another evaluation", 10, "voice.given", {"voice 5": voice_for(opened=bytes(32))}),
    ("naming another opening", 10, "voice.given", {"voice 5": args(opened=bytes(32))}),
    ("two ciphertexts are swapped", 10, "voice.given", {
        "voice 5": args(voice=lambda data: data[64:128] + data[:64] + data[128:])}),
    ("two name one that they replace", 10, "voice.given", {
        "voice 6": then(another_voice(UNITS[0], RESIDENTS[5], 1, replaces=NO_HASH))}),
    ("held back, and put behind a newer one that replaces it", 10, "voice.given", {
        "voice 6": then(another_voice(UNITS[0], RESIDENTS[5], 1, replaces=b"\1" * 32))}),
    ("somebody who is not on the roll", 10, "voice.given", {"voice 5": by_stranger}),
    ("a key that is not on the roll", 10, "voice.given", {"voice 5": by_later_key}),
    ("in another's name", 10, "voice.given", {"voice 5": by(RESIDENTS[6])}),
    ("a unit that one may not judge", 10, "voice.given", {
        "voice 6": then(another_voice(UNITS[1], RESIDENTS[-1], 1))}),
    ("a unit that is not judged", 10, "voice.given", {"voice 6": then(another_voice("brand/2006-audit/2", RESIDENTS[5], 1))}),
    ("another unit in the head", 10, "voice.given", {"voice 5": decided(unit=UNITS[1])}),
    ("the house says that it replaces none", 10, "voice.given", {"voice 3": decided(again=None)}),
    ("before the opening", 10, "voice.given", {"roll": then(lambda play: play.step(
        "more", "voice.give", RESIDENTS[0], {"opened": bytes(32), "unit": UNITS[0], "replaces": NO_HASH, "voice": bytes(1024)},
        [CHANNEL, "voice.given", {"unit": UNITS[0]}]))}),
    ("in the second of the closing", 10, "voice.given", {"remind": then(lambda play: (
        play.go(20), another_voice(UNITS[0], RESIDENTS[5], 1)(play)))}),
    ("after the closing", 11, "voice.given", {"close": then(another_voice(UNITS[0], RESIDENTS[5], 1))}),
    ("twenty of one", 0, None, {"voice 6": then(another_voice(UNITS[0], RESIDENTS[5], 1, count=19))}),
    ("twenty-one of one", 10, "voice.given", {"voice 6": then(another_voice(UNITS[0], RESIDENTS[5], 1, count=20))}),
    ("accounts and keys that end afterwards", 0, None, {"voice 11": then(revoked)}),
    ("a receipt that fits", 0, None, {"close": then(honest_objection)}),
]

OPENING = [
    ("closed early", 11, "evaluation.closed", {"close": at(19.9)}),
    ("closed late, and opened as if it had not been", 15, "trustee.decrypted", {"close": at(21), "part 1": at(23.5)}),
    ("closed late, with an objection in time", 0, None, {"close": all_of(at(21), then(lambda play: honest_objection(play, 23.5))),
                                                         "part 1": at(24), "part 2": at(24), "count": at(24),
                                                         "attest 1": at(24), "attest 2": at(24)}),
    ("closed late, and given up too early", 17, "evaluation.voided", {
        "close": at(21), "part 1": given_up("evaluation-end", "not-counted", 83.5)}),
    ("a second closing", 11, "evaluation.closed", {"close": twice}),
    ("one voice more than there are", 11, "evaluation.closed", {"close": decided(voices=[13, 2])}),
    ("a reminder with other numbers", 11, "evaluation.closing", {"remind": decided(voices=[12, 3])}),
    ("a voice was dropped, and all go on", 15, "trustee.decrypted", {"voice 5": dropped(lies=False)}),
    ("a voice was dropped, and the house says that the receipt fits", 12, "voice.objected", {"voice 5": dropped(lies=True)}),
    ("a receipt that fits is said not to", 12, "voice.objected", {
        "close": then(honest_objection), "objection": decided(contradicts=True)}),
    ("an objection after its time", 12, "voice.objected", {"ready 2": then(lambda play: honest_objection(play, 23.05))}),
    ("an objection before the closing", 12, "voice.objected", {"voice 11": then(lambda play: honest_objection(play, 19.5))}),
    ("a second objection", 12, "voice.objected", {"close": then(lambda play: (
        honest_objection(play), honest_objection(play)))}),
    ("the receipt of another", 12, "voice.objected", {
        "close": then(honest_objection), "objection": by(RESIDENTS[5], RESIDENTS[5])}),
    ("an objection by somebody who is not on the roll", 12, "voice.objected", {
        "close": then(honest_objection), "objection": by("stranger", "stranger")}),
    ("a receipt that is not in the file", 12, "voice.objected", {"close": then(honest_objection), "objection": args(
        receipt=[["receipt", 1, bytes(32)]])}),
    ("a receipt for another unit", 12, "voice.objected", {"close": then(honest_objection), "objection": args(unit=UNITS[1])}),
    *((f"a receipt with another {what}", 12, "voice.objected", {"close": then(
        lambda play, nth=nth, change=change: honest_objection(play, change=spoilt(nth, change)))})
      for what, nth, change in (
          ("format", 0, lambda play, word: "bulletin receipt 2"),
          ("house", 1, lambda play, house: bytes(32)),
          ("act", 2, lambda play, act: [play.form.bytes, play.form.signature]),
          ("signature of the act", 2, lambda play, act: [act[0], bytes(64)]),
          ("hole in it", 3, lambda play, heads: heads[:1] + heads[2:]),
          ("first head", 3, lambda play, heads: heads[1:]),
          ("last head", 3, lambda play, heads: heads[:-1]),
          ("signature", 5, lambda play, signature: bytes(64)))),
    ("a voice that was replaced is counted", 14, "trustee.readied", {"sums": old_sums}),
    ("one trustee finds other sums", 15, "trustee.decrypted", {"ready 2": all_of(args(sums=bit(5)), decided(agrees=None))}),
    ("other sums, said to be these", 14, "trustee.readied", {"ready 2": args(sums=bit(5))}),
    ("one trustee is ready twice", 14, "trustee.readied", {
        "ready 2": all_of(by(TRUSTEES[0], TRUSTEES[0]), decided(trustee=1))}),
    ("a trustee with an old closing", 14, "trustee.readied", {"ready 2": args(closed=bytes(32))}),
    ("a reminder before the opening", 11, "evaluation.closing", {"roll": then(lambda play: play.remind())}),
    ("ready before the closing", 14, "trustee.readied", {"remind": then(lambda play: (
        setattr(play.vote, "closed", bytes(32)), play.ready()))}),
    ("a part before the time for objections is over", 15, "trustee.decrypted", {"part 1": at(22.9)}),
    ("a part for another closing", 15, "trustee.decrypted", {"part 1": args(closed=bytes(32))}),
    ("the part of another trustee", 15, "trustee.decrypted", {"part 2": lambda play, step: step.args.update(
        part=play.house.channel(CHANNEL).facts[-1].act.args["part"])}),
    ("a second part", 15, "trustee.decrypted", {"part 2": twice}),
    ("a single voice is opened", 15, "trustee.decrypted", {"part 1": other_sums(lambda play: sum_of(play, 0, 1))}),
    ("all voices but one are opened", 15, "trustee.decrypted", {"part 1": other_sums(lambda play: sum_of(play, 0, 11))}),
    ("a part for a unit that is not judged", 15, "trustee.decrypted", {
        "part 1": all_of(args(unit="brand/2006-audit/2"), decided(unit="brand/2006-audit/2"))}),
    ("a part for another unit in the head", 15, "trustee.decrypted", {"part 1": decided(unit=UNITS[1])}),
    ("the sums of another unit are opened", 15, "trustee.decrypted", {"part 1": other_sums(lambda play: play.sums[UNITS[1]])}),
    ("a unit of two voices is opened", 13, "trustee.decrypted", {"part 2": then(lambda play: play.part(1, UNITS[1], "more"))}),
    ("a unit of nine voices is opened", 13, "trustee.decrypted", NINE | {"part 1": then(ends)}),
    ("counted by one part", 16, "trustee.counted", {"part 2": left_out}),
    ("a voice is counted as another grade", 16, "trustee.counted", {"count": args(counts=moved)}),
    ("a count more", 16, "trustee.counted", {"count": args(counts=lambda counts: [counts[0] + 1, *counts[1:]])}),
    ("a count is missing", 16, "trustee.counted", {"count": args(counts=lambda counts: counts[:-1])}),
    ("a count below none", 16, "trustee.counted", {
        "count": args(counts=lambda counts: [-1, counts[1] + counts[0] + 1, *counts[2:]])}),
    ("counts of a unit that is not judged", 16, "trustee.counted", {"count": args(unit="brand/2006-audit/2")}),
    ("counted by an expert", 16, "trustee.counted", {"count": by(EXPERTS[0], EXPERTS[0])}),
    ("counted twice", 16, "trustee.counted", {"count": twice}),
    ("two tables", 17, "evaluation.resulted", {"attest 2": args(table=msgpack.packb([[1, 1, [20, 5]]]))}),
    ("a result before the count", 17, "evaluation.resulted", {"count": left_out}),
    ("scores above the maximum", 17, "evaluation.resulted", {"table": lambda rows: [[1, 1, [15, 6]], *rows[1:]]}),
    ("a criterion is missing", 17, "evaluation.resulted", {"table": lambda rows: [[1, 1, [15]], *rows[1:]]}),
    ("rows out of order in the table", 17, "evaluation.resulted", {"table": swap_rows}),
    ("a row that is none in the table", 17, "evaluation.resulted", {"table": lambda rows: [[1, 1], *rows[1:]]}),
    ("a label that is left out", 17, "evaluation.resulted", {
        "table": lambda rows: [*rows[:2], [1, 4, rows[2][2]], *rows[3:]]}),
    ("a row of a unit that is not judged", 17, "evaluation.resulted", {"table": lambda rows: [*rows, [3, 1, [1, 1]]]}),
    ("a row twice in the table", 17, "evaluation.resulted", {"table": lambda rows: [rows[0], *rows]}),
    ("a form less than the closing says", 17, "evaluation.resulted", {"table": lambda rows: rows[:2] + rows[3:]}),
    ("a form that opens to nothing", 0, None, {"table": lambda rows: [[1, 1, []], *rows[1:]]}),
    ("a result off by one", 17, "evaluation.resulted", {"attest 2": result(score=7341)}),
    ("a mean off by one", 17, "evaluation.resulted", {"attest 2": result(society=7001)}),
    ("passed with too few voices", 17, "evaluation.resulted", {"attest 2": result(1, verdict="passed")}),
    ("an interval that is left out", 17, "evaluation.resulted", {"attest 2": result(low=None)}),
    ("a unit with two results", 17, "evaluation.resulted", {"attest 2": lambda play, step: step.facts.append(step.facts[1])}),
    ("void after its result", 17, "evaluation.voided", {"attest 2": then(lambda play: (play.go(83), play.due(
        "given up", "evaluation-end", CLOSES, [CHANNEL, "evaluation.voided", {"cause": "not-counted"}])))}),
    ("a unit without a result", 17, None, {"attest 2": lambda play, step: step.facts.pop()}),
    ("no result at all", 17, None, {"attest 2": lambda play, step: step.facts.__delitem__(slice(1, None))}),
    ("void by the committee", 0, None, {"voice 5": then(void)}),
    ("void by an expert", 3, "evaluation.voided", {"voice 5": then(void), "void": by(EXPERTS[0], EXPERTS[0])}),
    ("void, and it goes on", 3, None, {"voice 5": then(lambda play: void(play, goes_on=True))}),
    ("never opened", 0, None, {"open": given_up("evaluation-close", "not-opened", 20)}),
    ("never opened, said early", 8, "evaluation.voided", {"open": given_up("evaluation-close", "not-opened", 19)}),
    ("never opened, with another cause", 3, "evaluation.voided", {"open": given_up("evaluation-close", "not-counted", 20)}),
    ("never opened, though it was", 8, "evaluation.voided", {"voice 5": given_up("evaluation-close", "not-opened", 20)}),
    ("never counted", 0, None, {"part 2": given_up("evaluation-end", "not-counted", 83)}),
    ("never counted, said early", 17, "evaluation.voided", {"part 2": given_up("evaluation-end", "not-counted", 82)}),
    ("never counted, though it was not closed", 11, "evaluation.voided", {
        "voice 5": given_up("evaluation-end", "not-counted", 83)}),
    ("void when it was being opened", 15, "evaluation.voided", {"part 1": then(void)}),
]

def malformed():
    """Fields of another kind, and such that are missing."""
    for step, name, kind in (("call", "auditors", "evaluation.called"), ("roll", "roll", "evaluation.rolled"),
                             ("voice 5", "voice", "voice.given"), ("part 1", "part", "trustee.decrypted"),
                             ("attest 2", "table", "evaluation.resulted"), ("count", "counts", "trustee.counted")):
        for value in (None, 7, "text", [None], {"a": 1}):
            yield f"{step}: {name} is {value}", None, kind, {step: args(**{name: value})}
    for step, name, kind in (("call", "keys", "evaluation.called"), ("roll", "hash", "evaluation.rolled"),
                             ("open", "size", "evaluation.opened"), ("close", "voices", "evaluation.closed"),
                             ("voice 5", "unit", "voice.given"), ("ready 2", "trustee", "trustee.readied")):
        yield f"{step}: the head has no {name}", None, kind, {step: decided(**{name: None})}


HOUSE = [
    ("an act for another house", 3, "voice.given", {"voice 5": signed(house=bytes(32))}),
    ("a number is left out", 2, "voice.given", {"voice 5": head(number=40)}),
    ("it follows another head", 2, "voice.given", {"voice 5": head(prev=bytes(32))}),
    ("its place is before others", 2, "voice.given", {"voice 5": head(seq=3)}),
    ("another channel", 2, "voice.given", {"voice 5": head(channel="votes/2006-2")}),
    ("another time of the act", 3, "voice.given", {"voice 5": head(act_time=BEGIN_MS)}),
    ("another act", 3, "voice.given", {"voice 5": head(act_hash=bytes(32))}),
    ("said by the house", 3, "voice.given", {"voice 5": lambda play, step: setattr(step, "actor", "house")}),
    ("closed by what opens", 3, "evaluation.closed", {"close": args(what="evaluation-open")}),
    ("closed by a person", 3, "evaluation.closed", {"close": by("wang.committee", "wang.committee")}),
    ("a part that makes a count", 3, "trustee.counted", {"part 1": lambda play, step: step.facts.__setitem__(
        0, [CHANNEL, "trustee.counted", {"trustee": 1, "unit": UNITS[0]}])}),
    ("an act of another evaluation", 3, "trustee.decrypted", {"part 1": args(evaluation="2006-2")}),
    ("a kind that nobody knows yet", 0, None, {"voice 6": lambda play, step: step.facts.append(
        [CHANNEL, "voice.weighed", {"unit": UNITS[0]}])}),
]

STEPS = ["call", *(f"{step} {j}" for step in ("key", "deal", "accept") for j in (1, 2, 3)), "roll", "open", "voice 5", "close",
         "ready 2", "part 1", "part 2", "count", "attest 1"]


def tried():
    yield "all as it should be", 0, None, {}
    for step in STEPS:  # what stands so far is good at any time
        yield f"so far, to {step}", 0, None, {step: then(ends)}
    yield from encodings()
    yield from malformed()
    for group in (CEREMONY, ROLL, VOICES, OPENING, HOUSE):
        yield from group


# --- what is done to the file alone ---

def files(good):
    """Name, point, bytes."""
    value = msgpack.unpackb(good)
    votes, keys = value[3]

    def with_(votes=votes, keys=keys, blobs=value[4], name=value[2], house=value[1], word=value[0]):
        return sealed(word, house, name, [votes, keys], blobs)

    yield "packed again", 0, with_()
    yield "a bit of the digest", 1, good[:-1] + bytes([good[-1] ^ 1])
    yield "a byte is missing", 1, good[:-1]
    yield "a byte more", 1, good + b"\0"
    yield "nothing", 1, b""
    yield "another format", 1, with_(word="bulletin evaluation 2")
    longer = good[:-34].replace(b"\xb5bulletin", b"\xd9\x15bulletin", 1)
    yield "a longer form of a length", 1, longer + msgpack.packb(hash_of(longer))
    yield "one channel", 1, sealed(*value[:3], [votes], value[4])
    yield "a channel that is none", 1, with_(votes=votes[:3])
    yield "a fact without a signature", 1, with_(votes=[votes[0], [each[:2] for each in votes[1]], *votes[2:]])
    yield "a head that is text", 1, with_(keys=[keys[0], ["head"], *keys[2:]])
    yield "a channel of another name", 1, with_(keys=["residents", *keys[1:]])
    yield "no fact", 2, with_(votes=[votes[0], [], *votes[2:]])
    yield "a head that is none", 2, with_(keys=[keys[0], [b"head"], *keys[2:]])
    yield "a blob twice", 1, with_(blobs=value[4] * 2)
    yield "without the roll", 9, with_(blobs=[])
    yield "a fact is missing in the middle", 2, with_(votes=[votes[0], votes[1][:9] + votes[1][10:], *votes[2:]])
    yield "the last fact is missing", 2, with_(votes=[votes[0], votes[1][:-1], *votes[2:]])
    yield "two facts are swapped", 2, with_(votes=[votes[0], votes[1][:9] + votes[1][9:11][::-1] + votes[1][11:], *votes[2:]])
    yield "a checkpoint that nobody signed", 2, with_(votes=[*votes[:3], bytes(64)])
    yield "the checkpoint of the keys for the votes", 2, with_(votes=[*votes[:2], *keys[2:]])
    yield "an act that nobody signed", 3, with_(votes=[votes[0], [*votes[1][:9], [*votes[1][9][:2], bytes(64)], *votes[1][10:]],
                                                    *votes[2:]])
    yield "an erased act", 3, with_(votes=[votes[0], [*votes[1][:9], [votes[1][9][0], b"", b""], *votes[1][10:]], *votes[2:]])
    yield "a form that nobody signed", 3, with_(votes=[votes[0], [[*votes[1][0][:2], bytes(64)], *votes[1][1:]], *votes[2:]])
    yield "a key less", 2, with_(keys=[keys[0], keys[1][:-1], *keys[2:]])
    yield "another house", 2, with_(house=bytes(32))
    yield "another evaluation", 1, with_(name="2006-2")


def keys_signed_with(play, **parts):
    """With a checkpoint of `keys` that says something else."""
    value = msgpack.unpackb(play.export())
    value[3][1][2:] = play.house.checkpoint("keys", **parts)
    return sealed(*value[:-1])


# --- comparing ---

class Tally:
    def __init__(self, bulletin):
        self.bulletin, self.wrong, self.done, self.memory = bulletin, 0, 0, {}
        self.folder = tempfile.TemporaryDirectory()

    def say(self, name, says):
        self.wrong += 1
        print(f"WRONG {name}: {says}", flush=True)

    def try_one(self, name, point, data, kinds=None, kind=None):
        self.done += 1
        try:
            verify(data, memory=self.memory)
            found, number, says = 0, 0, "good"
        except Wrong as wrong:
            found, number, says = wrong.point, wrong.number, str(wrong)
        if found != point and (point is not None or found == 0):
            self.say(name, f"point {point} was wanted, and it says: {says}")
        elif kind is not None and kinds[number - 1] != kind:
            self.say(name, f"it is found at {kinds[number - 1]}, not at {kind}: {says}")
        if self.bulletin:
            self.ask_bulletin(name, point, number, data)

    def ask_bulletin(self, name, point, number, data):
        path = Path(self.folder.name, f"{self.done}.evaluation")
        path.write_bytes(data)
        answer = subprocess.run([self.bulletin, "verify", str(path)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                text=True, check=False, stdin=subprocess.DEVNULL)
        if (answer.returncode == 0) != (point == 0):
            self.say(name, f"`bulletin verify` gives {answer.returncode}: {answer.stdout.strip().splitlines()[0]}")


def main():
    tally = Tally(sys.argv[1] if len(sys.argv) > 1 else None)
    for name, point, kind, ways in tried():
        play = Play(ways, kind).play()
        kinds = [fact.kind for fact in play.house.channel(CHANNEL).facts]
        tally.try_one(name, point, play.export(), kinds, kind)
    good = Play().play()
    for name, point, data in files(good.export()):
        tally.try_one(name, point, data)
    tally.try_one("keys of another epoch", 2, keys_signed_with(good, epoch=2))
    tally.try_one("keys from before the call", 2, keys_signed_with(good, time=BEGIN_MS - 1))
    tally.try_one("keys from before the closing", 0, keys_signed_with(good, time=CLOSES - 1))
    try:
        verify(good.export(), house=bytes(32))
        tally.say("another house than is known", "it is found good")
    except Wrong as wrong:
        if wrong.point != 1:
            tally.say("another house than is known", str(wrong))
    print(f"{tally.done} exports, wrong: {tally.wrong}")
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
