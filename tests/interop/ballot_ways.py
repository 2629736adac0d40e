"""Ways to play a step of an evaluation otherwise: what cheats say, sign and leave out.

It shares no code with the project and must not.
"""

import ballot_vote
from ballot_house import identity, receipt, sealed
from ballot_play import CHANNEL, CLOSES, GRADES, NAME, RESIDENTS, TRUSTEES, UNITS, Ended, random_of
from ballot_proofs import Q
from ristretto import BASE, add, decode, encode, negate
from wire import hash_of, msgpack

HIGH_BIT, NO_POINT = 0x80, bytes(31) + b"\x80"
TOO_LARGE = [(Q + more).to_bytes(32, "little") for more in (0, 1)] + [b"\xff" * 31 + b"\x7f"]


# --- ways to play a step otherwise ---

def args(**changes):
    """With other fields; a function is given what stands there."""
    def way(play, step):
        for name, value in changes.items():
            step.args[name] = value(step.args[name]) if callable(value) else value
    return way


def decided(at=0, **changes):
    """The house decides otherwise in the fact of that number of the step; None takes a field away."""
    def way(play, step):
        step.facts[at][2] |= changes
        step.facts[at][2] = {name: value for name, value in step.facts[at][2].items() if value is not None}
    return way


def left_out(play, step):
    step.facts = []


def twice(play, step):
    step.times = 2


def by(who, actor=None):
    def way(play, step):
        step.who = identity(who)
        step.actor = actor or step.actor
    return way


def at(days):
    return lambda play, step: play.go(days)


def head(**parts):
    return lambda play, step: step.head.update(parts)


def signed(**parts):
    return lambda play, step: step.signed.update(parts)


def then(what):
    """`what(play)` comes behind the step."""
    def way(play, step):
        step.after = what
    return way


def all_of(*ways):
    def way(play, step):
        for each in ways:
            each(play, step)
    return way


def ends(play):
    raise Ended


# --- ways to change bytes ---

def bit(byte, mask=1):
    return lambda data: data[:byte] + bytes([data[byte] ^ mask]) + data[byte + 1:]


def put(byte, part):
    return lambda data: data[:byte] + part + data[byte + len(part):]


def cut(size):
    return lambda data: data[:size] if size > 0 else data + bytes(-size)


# --- voices that say what none may say ---

def voice_of_bits(bits):
    """A voice with these bits, and the proof that its maker would like to have."""
    def way(play, step):
        place = play.place(step.args["unit"], step.actor)
        secrets = ballot_vote.voice_secrets(place, GRADES, [0], random_of("bits"))
        made = ballot_vote.make_voice_of_bits(place, GRADES, [min(max(each, 0), 1) for each in bits], secrets,
                                              random_of("bits"))
        for k, each in enumerate(bits):
            if each not in (0, 1):
                made = shifted(k, each - min(max(each, 0), 1))(made)
        step.args["voice"] = made
    return way


def shifted(k, by_many):
    """With so many times G more in the S of ciphertext k, and no new proof."""
    def way(data):
        point = decode(data[64 * k + 32:64 * k + 64])
        for _ in range(abs(by_many)):
            point = add(point, BASE if by_many > 0 else negate(BASE))
        return put(64 * k + 32, encode(point))(data)
    return way


def voice_from(unit, handle):
    """The bytes of somebody's voice, or of one's own for another unit."""
    def way(play, step):
        step.args["voice"] = play.voices[unit, handle, 0]
    return way


def voice_for(house=None, opened=None):
    """Made for another house, or another evaluation of this one."""
    def way(play, step):
        place = play.place(step.args["unit"], step.actor)
        vote = ballot_vote.Vote(house or play.house.key, opened or place.vote.opened, b"", place.vote.keys)
        place.vote = vote
        step.args["voice"] = ballot_vote.make_voice(place, GRADES, [0], random_of("other"))
    return way


def another_voice(unit, handle, choice, count=1, replaces=None):
    """More voices behind the step; each is made for what it says it replaces."""
    def way(play):
        for _ in range(count):
            if replaces is not None:
                play.last[unit, handle] = replaces
            play.voice("more", unit, handle, choice)
    return way


def by_later_key(play, step):
    """A voice made and signed with a key that the account got behind the roll."""
    later, place = identity("a later key"), play.place(step.args["unit"], step.actor)
    place.author, step.who = later.public, later
    step.args["voice"] = ballot_vote.make_voice(place, GRADES, [0], random_of("later"))


def by_stranger(play, step):
    """A voice made and signed by somebody who is not on the roll."""
    place = play.place(step.args["unit"], "stranger")
    step.who, step.actor, place.author = identity("stranger"), "stranger", identity("stranger").public
    step.args["voice"] = ballot_vote.make_voice(place, GRADES, [0], random_of("stranger"))


# --- objections ---

def dropped(lies):
    """A house that answers a voice with a receipt and then goes on without it; the voter objects."""
    def way(play, step):
        twin = play.house.channel(CHANNEL).copy()
        act = play.house.sign(step.who, step.verb, step.args)
        seq = play.house.seq
        play.house.append(twin, step.facts[0][1], step.actor, act, step.facts[0][2])
        shown = receipt(play.house, twin, len(twin.facts))
        play.house.seq = seq
        handle, unit = step.actor, step.args["unit"]
        step.facts = []
        play.ways["close"] = then(lambda play: object_with(play, shown, handle, unit, not lies))
    return way


def object_with(play, shown, handle, unit, contradicts, days=20.5):
    play.go(days)
    play.blobs.append(shown)
    told = {"evaluation": NAME, "unit": unit, "receipt": [["receipt", len(shown), hash_of(shown)]]}
    play.step("objection", "voice.object", handle, told,
              [CHANNEL, "voice.objected", {"unit": unit} | ({"contradicts": True} if contradicts else {})])


def own_receipt(play, handle=RESIDENTS[4]):
    facts = play.house.channel(CHANNEL).facts
    return play.receipt(next(fact.number for fact in facts if fact.kind == "voice.given" and fact.actor == handle))


def honest_objection(play, days=20.5, change=None):
    """A receipt that fits, or one that is spoilt."""
    shown = own_receipt(play)
    object_with(play, change(play, shown) if change else shown, RESIDENTS[4], UNITS[0], False, days)


def spoilt(nth, change):
    """A way to spoil a receipt: another value in one of its places, sealed anew."""
    def way(play, shown):
        value = msgpack.unpackb(shown)
        value[nth] = change(play, value[nth])
        return sealed(*value[:-1])
    return way


# --- the ceremony ---

def complaint(against, founded, j=2):
    """Trustee j complains in place of accepting."""
    def way(play, step):
        ceremony = play.ceremony
        dealt = [fact.act.args["deal"] for fact in play.house.channel(CHANNEL).facts if fact.kind == "trustee.dealt"]
        deal = ceremony.check_deal(against, dealt[against - 1])
        data = ceremony.make_complaint(against, j, deal, play.taus[j - 1], random_of("complaint"))
        step.verb = "trustee.complain"
        step.args = {"evaluation": NAME, "dealt": ceremony.dealt, "against": against, "complaint": data}
        step.facts = [[CHANNEL, "trustee.complained", {"trustee": j, "against": against} |
                       ({"founded": True} if founded else {})],
                      [CHANNEL, "evaluation.voided", {"cause": "complaint"}]]
        step.after = ends
    return way


def false_box(play, step):
    """The box of trustee 2 has the point of another's: it does not open for it."""
    data = step.args["deal"]
    box = len(data) - 2 * 112
    step.args["deal"] = put(box, data[box - 112:box - 80])(data)


# --- what is opened ---

def other_sums(change):
    """A part over other sums than those that were found ready."""
    def way(play, step):
        unit, j = step.args["unit"], step.facts[0][2]["trustee"]
        sums = change(play)
        step.args["part"] = ballot_vote.make_part(play.vote, unit, sums, j, play.secrets[j - 1][0], random_of("other part"))
    return way


def sum_of(play, first, last):
    return play.sum_of(play.counted(UNITS[0])[first:last])


def old_sums(play):
    """All trustees count a voice that was replaced, in place of the new one."""
    old, new = (play.voices[UNITS[0], RESIDENTS[3], number] for number in (0, 1))
    play.sums[UNITS[0]] = play.sum_of([old if data == new else data for data in play.counted(UNITS[0])])


NINE = {f"voice {each}": left_out for each in (9, 10, 11)}


def moved(counts):
    """One voice is counted as another grade."""
    return [counts[0] + 1, counts[1] - 1, *counts[2:]]


def result(at_unit=0, **changes):
    return decided(at=1 + at_unit, **changes)


def swap_rows(rows):
    return [rows[1], rows[0], *rows[2:]]


def revoked(play):
    """The committee revokes who has voted, and another leaves; the house takes a key from a third."""
    for kind, told in (("account.revoked", {"account": RESIDENTS[2]}), ("account.left", {"account": RESIDENTS[3]}),
                       ("key.revoked", {"account": TRUSTEES[0], "key": identity(TRUSTEES[0]).public})):
        play.step(kind, "account.revoke", "wang.committee", {"account": told["account"]}, ["keys", kind, told])


def void(play, goes_on=False):
    facts = play.house.channel(CHANNEL).facts
    play.step("void", "evaluation.void", "wang.committee", {"evaluation": NAME, "seen": facts[-1].hash, "reason": "A mistake."},
              [CHANNEL, "evaluation.voided", {"cause": "committee"}])
    if not goes_on:
        raise Ended


def given_up(what, cause, days):
    """The schedule ends it then, in place of the step."""
    def give_up(play):
        play.due("given up", what, CLOSES, [CHANNEL, "evaluation.voided", {"cause": cause}])
        raise Ended

    def way(play, step):
        step.facts = []
        step.after = give_up
        play.go(days)
    return way
