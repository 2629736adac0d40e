"""Makes the ballots of protocol/vectors/ballot.json again, checks them, and looks that what is refused there is refused. It
needs nothing but Python.

    ballot_vectors.py BALLOT.json RISTRETTO255.json

From the first file it takes random bytes, names and hashes; whatever can be computed is computed and compared. A member
that was neither taken nor compared is a failure as well. The second has the vectors of RFC 9496.
"""

import itertools
import json
import sys

import ballot_vote
import ristretto
from ballot_ceremony import Ceremony, agreed_keys
from ballot_proofs import B, H, Q, Refused, points_out, scalar_out
from ballot_vote import Place, Vote
from ristretto import decode, encode


class Told:
    """A value of the file, and which of its leaves have been looked at."""

    def __init__(self, content):
        self.content, self.seen, self.compared, self.wrong = content, set(), 0, 0

    def at(self, *path):
        return Told.View(self, path)

    class View:
        def __init__(self, told, path):
            self.told, self.path = told, path

        def __getitem__(self, step):
            return Told.View(self.told, (*self.path, step))

        def __iter__(self):
            return (self[step] for step in range(len(self.raw())))

        def raw(self):
            value = self.told.content
            for step in self.path:
                value = value[step]
            return value

        def has(self, step):
            return step in self.raw()

        def value(self):
            self.told.seen.add(self.path)
            return self.raw()

        def values(self):
            return [each.value() for each in self]

        def bytes(self):
            return bytes.fromhex(self.value())

        def same(self, made):
            """Compares what was made with what is told: bytes with hex, anything else as it is."""
            value = self.values() if isinstance(self.raw(), list) else self.value()
            self.told.compared += 1
            if (made.hex() if isinstance(made, bytes) else made) != value:
                self.told.wrong += 1
                print("WRONG", ".".join(str(step) for step in self.path))

    def left(self):
        def leaves(value, path):
            if isinstance(value, (dict, list)):
                for step in value if isinstance(value, dict) else range(len(value)):
                    yield from leaves(value[step], (*path, step))
            else:
                yield path

        return [path for path in leaves(self.content, ()) if path not in self.seen]


def expect(what, holds):
    if not holds:
        raise SystemExit(f"WRONG {what}")


def word_of(check):
    try:
        check()
        return "good"
    except Refused as refused:
        return refused.word


def check_group(told):
    """Appendices A.1 and A.2 of the RFC."""
    expect("a source", told["source"].value().startswith("RFC 9496"))
    point = ristretto.IDENTITY
    for number, each in enumerate(told["multiples"]):
        each.same(encode(point))
        expect("a multiple", encode(ristretto.times(number, ristretto.BASE)) == each.bytes())
        expect("a decoding", number == 0 or ristretto.equal(decode(each.bytes()), point))
        point = ristretto.add(point, ristretto.BASE)
    for group in told["invalid"]:
        for each in group["encodings"]:
            expect(f"{group['why'].value()} is taken", decode(each.bytes()) is None)


def check_hashes(told):
    for each in told:
        elements = []
        for element in each["elements"]:
            (kind,) = element.raw()
            elements.append(element[kind].bytes() if kind == "bytes" else element[kind].value())
        each["H"].same(scalar_out(H(*elements)))
        each["B"].same(B(*elements))


def check_ceremony(told):
    """Makes it again, and gives it with what its trustees hold."""
    trustees = told["trustees"]
    numbers = range(1, len(trustees.raw()) + 1)
    ceremony = Ceremony(len(numbers), told["threshold"].value(), *(told[name].bytes() for name in
                                                                   ("house", "called", "keyed", "dealt")))
    taus, deals = [], []
    for j, each in zip(numbers, trustees):
        tau, data = ceremony.make_transport(j, each["transport"]["random"].bytes())
        each["transport"]["secret"].same(scalar_out(tau))
        each["transport"]["bytes"].same(data)
        ceremony.transport_keys.append(ceremony.check_transport(j, data))
        taus.append(tau)
    for i, each in zip(numbers, trustees):
        data = ceremony.make_deal(i, each["deal"]["random"].bytes())
        each["deal"]["bytes"].same(data)
        deals.append(ceremony.check_deal(i, data))
    keys = agreed_keys(deals)
    told["voice_key"].same(encode(keys.voice))
    told["form_key"].same(encode(keys.form))
    secrets = [check_member(ceremony, keys, deals, j, taus[j - 1], each) for j, each in zip(numbers, trustees)]
    return ceremony, keys, deals, taus, secrets


def check_member(ceremony, keys, deals, j, tau, told):
    shares = [ceremony.open_box(i, j, deal, ristretto.times(tau, decode(deal.boxes[j - 1][:32])))
              for i, deal in enumerate(deals, 1)]
    secrets = [sum(column) % Q for column in zip(*shares)]
    for name, secret, parts in (("voice", secrets[0], keys.voice_parts), ("form", secrets[1], keys.form_parts)):
        told[name + "_secret"].same(scalar_out(secret))
        told[name + "_part"].same(encode(parts[j - 1]))
        expect("a part of a key", encode(ristretto.times(secret, ristretto.BASE)) == encode(parts[j - 1]))
    data = ceremony.make_acceptance(j, keys, secrets, told["acceptance"]["random"].bytes())
    told["acceptance"]["bytes"].same(data)
    ceremony.check_acceptance(j, keys, data)
    return secrets


def check_complaints(told, ceremony, taus):
    for each in told:
        i, j = each["dealer"].value(), each["trustee"].value()
        each["what"].value()
        deal = ceremony.check_deal(i, each["deal"].bytes())
        each["bytes"].same(ceremony.make_complaint(i, j, deal, taus[j - 1], each["random"].bytes()))
        each["true"].same(ceremony.check_complaint(i, j, deal, each["bytes"].bytes()))


def place_of(told, vote, unit):
    return Place(vote, unit, told["handle"].value(), told["author"].bytes(), told["replaces"].bytes())


def check_voice(told, place, grades):
    choices, random = told["choices"].values(), told["random"].bytes()
    data = ballot_vote.make_voice(place, grades, choices, random)
    told["bytes"].same(data)
    if told.has("secrets"):
        secrets = ballot_vote.voice_secrets(place, grades, choices, random)
        told["secrets"].same(b"".join(scalar_out(r) for r in secrets))
        expect("an opened voice", ballot_vote.open_voice(place, grades, data, secrets) == choices)
        told["print"].same(ballot_vote.voice_print(place, data))
    return ballot_vote.check_voice(place, grades, data)


def check_sums(told, vote, unit, voices):
    sums = ballot_vote.sum_voices(voices)
    told["voices"].same(sums.voices)
    told["bases"].same(points_out(sums.bases))
    told["points"].same(points_out(sums.points))
    told["digest"].same(sums.digest(vote, unit))
    return sums


def check_vote(told, ceremony, keys, secrets):
    vote = Vote(ceremony.house, told["opened"].bytes(), told["closed"].bytes(), keys)
    unit, grades = told["unit"].value(), told["grades"].values()
    voices = [check_voice(each, place_of(each, vote, unit), grades) for each in told["voices"]]
    sums = check_sums(told["sums"], vote, unit, voices)
    parts = {}
    for j, each in enumerate(told["parts"], 1):
        each["bytes"].same(ballot_vote.make_part(vote, unit, sums, j, secrets[j - 1][0], each["random"].bytes()))
        parts[j] = ballot_vote.check_part(vote, unit, sums, j, each["bytes"].bytes())
    counts = told["counts"].values()
    expect("a grade of nobody and one of everybody", 0 in counts and sums.voices in counts)
    for chosen in itertools.combinations(parts, ceremony.threshold):
        expect(f"the count by {chosen}", ballot_vote.count(grades, sums, {j: parts[j] for j in chosen}) == counts)
    few = {j: parts[j] for j in list(parts)[:ceremony.threshold - 1]}
    expect("a count by too few", word_of(lambda: ballot_vote.count(grades, sums, few)) == "count")


def check_scene(told, ceremony, keys, deals, taus, secrets):
    """One of each thing, and what is refused of it."""
    vote = Vote(ceremony.house, told["opened"].bytes(), told["closed"].bytes(), keys)
    unit, grades, act = told["unit"].value(), told["grades"].values(), told["act"].bytes()
    i, j, padded = told["dealer"].value(), told["trustee"].value(), told["padded_bytes"].value()
    place, objects, randoms = place_of(told, vote, unit), told["objects"], told["randoms"]
    sums = check_sums(told["sums"], vote, unit, [check_voice(each, place, grades) for each in told["voices"]])
    form = ballot_vote.make_form(place, told["content"].value().encode(), padded, randoms["form"].bytes())
    point = ballot_vote.check_form(place, padded, form)
    voice_secret, form_secret = secrets[j - 1]
    objects["form"].same(form)
    objects["complaint"].same(ceremony.make_complaint(i, j, deals[i - 1], taus[j - 1], randoms["complaint"].bytes()))
    objects["part"].same(ballot_vote.make_part(vote, unit, sums, j, voice_secret, randoms["part"].bytes()))
    objects["form part"].same(ballot_vote.make_form_part(vote, unit, j, act, point, form_secret, randoms["form part"].bytes()))
    check_form_is_opened(place, told, act, form, point, secrets)
    check_pairs_count_the_same(place, grades, sums, secrets, [each["choices"].values() for each in told["voices"]])
    checks = {
        "transport": lambda data: ceremony.check_transport(j, data),
        "deal": lambda data: ceremony.check_deal(i, data),
        "acceptance": lambda data: ceremony.check_acceptance(j, keys, data),
        "complaint": lambda data: ceremony.check_complaint(i, j, deals[i - 1], data),
        "voice": lambda data: ballot_vote.check_voice(place, grades, data),
        "part": lambda data: ballot_vote.check_part(vote, unit, sums, j, data),
        "form": lambda data: ballot_vote.check_form(place, padded, data),
        "form part": lambda data: ballot_vote.check_form_part(vote, unit, j, act, point, data),
    }
    for name, check in checks.items():
        expect(f"a {name} that is right", word_of(lambda: check(objects[name].bytes())) == "good")
    check_refused(told["refused"], objects, checks)
    check_cheats(place, grades)


def check_pairs_count_the_same(place, grades, sums, secrets, choices):
    """By every pair: what was chosen."""
    chosen = [sum(each[q] == grade for each in choices) for q, count in enumerate(grades) for grade in range(count)]
    made = {j: ballot_vote.make_part(place.vote, place.unit, sums, j, secret[0], bytes(32))
            for j, secret in enumerate(secrets, 1)}
    parts = {j: ballot_vote.check_part(place.vote, place.unit, sums, j, data) for j, data in made.items()}
    for pair in itertools.combinations(parts, 2):
        expect(f"the count by {pair}", ballot_vote.count(grades, sums, {j: parts[j] for j in pair}) == chosen)


def check_form_is_opened(place, told, act, form, point, secrets):
    made = {j: ballot_vote.make_form_part(place.vote, place.unit, j, act, point, secret[1], bytes(32))
            for j, secret in enumerate(secrets, 1)}
    parts = {j: ballot_vote.check_form_part(place.vote, place.unit, j, act, point, data) for j, data in made.items()}
    for pair in itertools.combinations(parts, 2):
        content = ballot_vote.open_form(place, form, {j: parts[j] for j in pair})
        expect("the content of a form", content == told["content"].value().encode())
    expect("a form by one alone", word_of(lambda: ballot_vote.open_form(place, form, {1: parts[1]})) == "box")
    changed = form[:-1] + bytes([form[-1] ^ 1])
    expect("a changed box", word_of(lambda: ballot_vote.open_form(place, changed, {1: parts[1], 2: parts[2]})) == "box")


def check_refused(told, objects, checks):
    words = set()
    for each in told:
        name, data = each["of"].value(), objects[each["of"].value()].bytes()
        if each.has("size"):
            size = each["size"].value()
            data = (data + bytes(size))[:size]
        else:
            at, other = each["at"].value(), each["bytes"].bytes()
            data = data[:at] + other + data[at + len(other):]
        each["what"].value()
        each["fault"].same(word_of(lambda: checks[name](data)))
        words.add((name, each["fault"].value()))
    expect("few words", len(words) >= 8 * 3)


def check_cheats(place, grades):
    """A client that keeps to no choice: everything it says is proved but what it cannot."""
    good = [1 if grade == 0 else 0 for count in grades for grade in range(count)]
    secrets = ballot_vote.voice_secrets(place, grades, [0] * len(grades), bytes(32))
    for what, bits in (("one grade", good), ("two grades", [1, *good[1:-1], 1]), ("none", [0, *good[1:]])):
        data = ballot_vote.make_voice_of_bits(place, grades, bits, secrets, bytes(32))
        word = word_of(lambda: ballot_vote.check_voice(place, grades, data))
        expect(f"{what}: {word}", word == ("good" if what == "one grade" else "proof"))


def main(path, group_path):
    files = []
    for each in (path, group_path):
        with open(each, encoding="utf-8") as file:
            files.append(Told(json.load(file)))
    told, group = files[0].at(), files[1].at()
    check_group(group)
    check_hashes(told["hashes"])
    first, second = (check_ceremony(each) for each in told["ceremonies"])
    expect("two of three", first[0].threshold == 2 and first[0].trustees == 3)
    expect("three of five", second[0].threshold == 3 and second[0].trustees == 5)
    check_complaints(told["complaints"], first[0], first[3])
    check_scene(told["scene"], *first)
    check_vote(told["vote"], second[0], second[1], second[4])
    compared, wrong = sum(each.compared for each in files), sum(each.wrong for each in files)
    left = [path for each in files for path in each.left()]
    for path in left:
        print("WRONG not looked at:", ".".join(str(step) for step in path))
    print(f"{compared} compared, {wrong} wrong, {len(left)} not looked at")
    return 0 if compared > 300 and wrong == 0 and not left else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
