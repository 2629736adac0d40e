"""Voices, sums, parts, counts and forms, steps 6 to 12 of section 23 of protocol/PROTOCOL.md: what is made, and how it is
checked.

It shares no code with the project and must not, and needs nothing but Python: it stands for a stranger who has read that
page.
"""

import struct
from dataclasses import dataclass

import aead
from ballot_ceremony import Keys
from ballot_proofs import B, H, NO_NONCE, Hedge, check_proof, cut, points_out, prove, require, scalar_in, scalar_out, take
from ristretto import BASE, IDENTITY, Q, add, combine, decode, encode, negate, times, total


@dataclass
class Vote:
    house: bytes
    opened: bytes
    closed: bytes
    keys: Keys


@dataclass
class Place:
    vote: Vote
    unit: str
    handle: str
    author: bytes
    replaces: bytes

    def statement(self, word, key):
        return (word, self.vote.house, self.vote.opened, encode(key), self.unit, self.handle, self.author, self.replaces)


def voice_secrets(place, grades, choices, random):
    hedge = Hedge(random, *place.statement("bulletin voice 1", place.vote.keys.voice))
    return [hedge.secret(k, bytes(choices)) for k in range(sum(grades))]


def voice_print(place, data):
    return B("bulletin voice print 1", place.vote.house, place.vote.opened, place.unit, place.handle, place.author,
             place.replaces, data)


def runs(items, grades):
    """The items of each question."""
    at = 0
    for count in grades:
        yield items[at:at + count]
        at += count


def make_voice(place, grades, choices, random):
    bits = [int(grade == choice) for count, choice in zip(grades, choices) for grade in range(count)]
    return make_voice_of_bits(place, grades, bits, voice_secrets(place, grades, choices, random), random)


def make_voice_of_bits(place, grades, bits, secrets, random):
    key = place.vote.keys.voice
    points = []
    for r, v in zip(secrets, bits):
        points.append((times(r, BASE), combine((r, key), (v, BASE))))
    data = points_out(point for pair in points for point in pair)
    statement = (*place.statement("bulletin voice 1", key), data)
    hedge = Hedge(random, *statement)
    commitments, drawn = [], []
    for k, ((r_point, s_point), r, v) in enumerate(zip(points, secrets, bits)):
        w, c, s = (hedge.nonce(3 * k + step, r) for step in range(3))
        other = add(s_point, negate(BASE)) if v == 0 else s_point
        pairs = [None, None]
        pairs[v] = [times(w, BASE), times(w, key)]
        pairs[1 - v] = [combine((s, BASE), (-c, r_point)), combine((s, key), (-c, other))]
        commitments += pairs[0] + pairs[1]
        drawn.append((w, c, s))
    sums = [sum(run) for run in runs(secrets, grades)]
    nonces = [hedge.nonce(3 * len(bits) + q, r) for q, r in enumerate(sums)]
    commitments += [times(w, base) for w in nonces for base in (BASE, key)]
    e = H(*statement, points_out(commitments))
    data += scalar_out(e)
    for (w, c, s), r, v in zip(drawn, secrets, bits):
        mine = w + (e - c) * r
        c0, s0, s1 = (e - c, mine, s) if v == 0 else (c, s, mine)
        data += scalar_out(c0) + scalar_out(s0) + scalar_out(s1)
    return data + b"".join(scalar_out(w + e * r) for w, r in zip(nonces, sums))


def check_voice(place, grades, data):
    """Its ciphertexts, pairs of points."""
    count, key = sum(grades), place.vote.keys.voice
    points, scalars = take(data, 160 * count + 32 * len(grades) + 32, ("P", 2 * count),
                           ("S", 1 + 3 * count + len(grades)))
    pairs = list(zip(points[::2], points[1::2]))
    less = [add(s_point, negate(BASE)) for _, s_point in pairs]
    sums = [(total(r for r, _ in run), add(total(s for _, s in run), negate(BASE))) for run in runs(pairs, grades)]
    derived = less + [point for pair in sums for point in pair]
    require(all(encode(point) != bytes(32) for point in derived), "identity")
    e, *rest = [scalar_in(each) for each in cut(scalars)]
    commitments = []
    for k, ((r_point, s_point), other) in enumerate(zip(pairs, less)):
        c0, s0, s1 = rest[3 * k:3 * k + 3]
        for c, s, point in ((c0, s0, s_point), (e - c0, s1, other)):
            commitments += [combine((s, BASE), (-c, r_point)), combine((s, key), (-c, point))]
    for s, (r_point, s_point) in zip(rest[3 * count:], sums):
        commitments += [combine((s, BASE), (-e, r_point)), combine((s, key), (-e, s_point))]
    commitments = [encode(point) for point in commitments]
    require(bytes(32) not in commitments, "proof")
    statement = (*place.statement("bulletin voice 1", key), data[:64 * count])
    require(H(*statement, b"".join(commitments)) == e, "proof")
    return pairs


def open_voice(place, grades, data, secrets):
    """The choices in it, by its secrets."""
    bits = []
    for (r_data, s_data), r in zip(zip(*[iter(cut(data[:64 * sum(grades)]))] * 2), secrets):
        require(encode(times(r, BASE)) == r_data, "proof")
        left = encode(add(decode(s_data), negate(times(r, place.vote.keys.voice))))
        require(left in (bytes(32), encode(BASE)), "proof")
        bits.append(int(left != bytes(32)))
    require(all(sum(run) == 1 for run in runs(bits, grades)), "proof")
    return [list(run).index(1) for run in runs(bits, grades)]


@dataclass
class Sums:
    voices: int
    bases: list
    points: list

    def check(self):
        require(all(encode(point) != bytes(32) for point in self.bases), "identity")

    def digest(self, vote, unit):
        return B("bulletin sums 1", vote.house, vote.opened, vote.closed, unit, self.voices, points_out(self.bases),
                 points_out(self.points))


def sum_voices(voices):
    """Of the ciphertexts of checked voices."""
    columns = list(zip(*voices))
    return Sums(len(voices), [total(r for r, _ in column) for column in columns],
                [total(s for _, s in column) for column in columns])


def part_statement(vote, unit, sums, j, points_data):
    return ("bulletin part 1", vote.house, vote.opened, vote.closed, unit, j, encode(vote.keys.voice_parts[j - 1]),
            points_out(sums.bases), points_out(sums.points), points_data)


def part_relations(vote, sums, j, points):
    return [(BASE, vote.keys.voice_parts[j - 1], 0), *((base, point, 0) for base, point in zip(sums.bases, points))]


def make_part(vote, unit, sums, j, secret, random):
    points = [times(secret, base) for base in sums.bases]
    data = points_out(points)
    return data + prove(random, part_statement(vote, unit, sums, j, data), part_relations(vote, sums, j, points), [secret])


def check_part(vote, unit, sums, j, data):
    count = len(sums.bases)
    points, proof = take(data, 32 * count + 64, ("P", count), ("S", 2))
    sums.check()
    check_proof(proof, part_statement(vote, unit, sums, j, data[:32 * count]), part_relations(vote, sums, j, points))
    return points


def weights(numbers):
    found = {}
    for j in numbers:
        above = below = 1
        for k in numbers:
            if k != j:
                above, below = above * k % Q, below * (k - j) % Q
        found[j] = above * pow(below, Q - 2, Q) % Q
    return found


def joined(points_by_trustee):
    """Σ λ_j·D_j."""
    found = weights(sorted(points_by_trustee))
    return combine(*((found[j], point) for j, point in points_by_trustee.items()))


def count(grades, sums, parts):
    """How often each grade was given, by {trustee: points}."""
    left = [encode(add(point, negate(joined({j: points[k] for j, points in parts.items()}))))
            for k, point in enumerate(sums.points)]
    known, multiple = {}, IDENTITY
    for m in range(sums.voices + 1):
        known[encode(multiple)] = m
        multiple = add(multiple, BASE)
    require(all(data in known for data in left), "count")
    counts = [known[data] for data in left]
    require(all(sum(run) == sums.voices for run in runs(counts, grades)), "count")
    return counts


# --- forms ---

def form_key(place, r_point, shared):
    return B(*place.statement("bulletin form key 1", place.vote.keys.form), encode(r_point), encode(shared))


def make_form(place, content, padded_bytes, random):
    padded = struct.pack(">H", len(content)) + content
    padded += bytes(padded_bytes - len(padded))
    statement = place.statement("bulletin form 1", place.vote.keys.form)
    r = Hedge(random, *statement).secret(0, padded)
    point = times(r, BASE)
    box = aead.seal(form_key(place, point, times(r, place.vote.keys.form)), NO_NONCE, padded)
    return encode(point) + prove(random, (*statement, encode(point), box), [(BASE, point, 0)], [r]) + box


def check_form(place, padded_bytes, data):
    (point,), proof, box = take(data, 96 + padded_bytes + 16, ("P", 1), ("S", 2), ("b", padded_bytes + 16))
    statement = place.statement("bulletin form 1", place.vote.keys.form)
    check_proof(proof, (*statement, data[:32], box), [(BASE, point, 0)])
    return point


def form_part_statement(vote, unit, j, act, r_data, d_data):
    return ("bulletin form part 1", vote.house, vote.opened, vote.closed, unit, j, encode(vote.keys.form_parts[j - 1]),
            act, r_data, d_data)


def make_form_part(vote, unit, j, act, r_point, secret, random):
    point = times(secret, r_point)
    relations = [(BASE, vote.keys.form_parts[j - 1], 0), (r_point, point, 0)]
    statement = form_part_statement(vote, unit, j, act, encode(r_point), encode(point))
    return encode(point) + prove(random, statement, relations, [secret])


def check_form_part(vote, unit, j, act, r_point, data):
    (point,), proof = take(data, 96, ("P", 1), ("S", 2))
    check_proof(proof, form_part_statement(vote, unit, j, act, encode(r_point), data[:32]),
                [(BASE, vote.keys.form_parts[j - 1], 0), (r_point, point, 0)])
    return point


def open_form(place, data, parts):
    """The content, by {trustee: point}."""
    padded = aead.open_sealed(form_key(place, decode(data[:32]), joined(parts)), NO_NONCE, data[96:])
    require(padded is not None and len(padded) >= 2, "box")
    size = struct.unpack(">H", padded[:2])[0]
    require(size <= len(padded) - 2 and not any(padded[2 + size:]), "box")
    return padded[2:2 + size]
