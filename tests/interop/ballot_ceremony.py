"""The ceremony of trustees, steps 2 to 5 of section 23 of protocol/PROTOCOL.md: what is made, and how it is checked.

It shares no code with the project and must not, and needs nothing but Python: it stands for a stranger who has read that
page.
"""

from dataclasses import dataclass, field

import aead
from ballot_proofs import B, NO_NONCE, Hedge, Refused, check_proof, cut, points_out, prove, require, scalar_out, take
from ristretto import BASE, Q, combine, decode, encode, times, total


@dataclass
class Ceremony:
    trustees: int
    threshold: int
    house: bytes
    called: bytes
    keyed: bytes = b""
    dealt: bytes = b""
    transport_keys: list = field(default_factory=list)  # points

    def make_transport(self, j, random):
        statement = ("bulletin trustee 1", self.house, self.called, j)
        tau = Hedge(random, *statement).secret(0)
        key = times(tau, BASE)
        return tau, encode(key) + prove(random, (*statement, encode(key)), [(BASE, key, 0)], [tau])

    def check_transport(self, j, data):
        (key,), proof = take(data, 96, ("P", 1), ("S", 2))
        check_proof(proof, ("bulletin trustee 1", self.house, self.called, j, data[:32]), [(BASE, key, 0)])
        return key

    def deal_statement(self, i):
        return ("bulletin deal 1", self.house, self.called, self.keyed, i)

    def share_key(self, i, j, u_point, w_point):
        return B("bulletin share 1", self.house, self.called, self.keyed, i, j, encode(self.transport_keys[j - 1]),
                 encode(u_point), encode(w_point))

    def make_deal(self, i, random):
        t, statement = self.threshold, self.deal_statement(i)
        hedge = Hedge(random, *statement)
        secrets = [hedge.secret(k) for k in range(2 * t)]
        points = [times(secret, BASE) for secret in secrets]
        both = points_out(points[:t]), points_out(points[t:])
        relations = [(BASE, point, k) for k, point in enumerate(points)]
        boxes = []
        for j in range(1, self.trustees + 1):
            u = hedge.secret(2 * t + j - 1)
            key = self.share_key(i, j, times(u, BASE), times(u, self.transport_keys[j - 1]))
            shares = b"".join(scalar_out(sum(c * j**k for k, c in enumerate(part))) for part in (secrets[:t], secrets[t:]))
            boxes.append(encode(times(u, BASE)) + aead.seal(key, NO_NONCE, shares))
        return b"".join(both) + prove(random, (*statement, *both), relations, secrets) + b"".join(boxes)

    def check_deal(self, i, data):
        t, n = self.threshold, self.trustees
        boxes = [part for _ in range(n) for part in (("P", 1), ("b", 80))]
        a, b, proof, *_ = take(data, 128 * t + 32 + 112 * n, ("P", t), ("P", t), ("S", 1 + 2 * t), *boxes)
        relations = [(BASE, point, k) for k, point in enumerate(a + b)]
        check_proof(proof, (*self.deal_statement(i), data[:32 * t], data[32 * t:64 * t]), relations)
        return Deal(a, b, [data[128 * t + 32 + 112 * j:][:112] for j in range(n)])

    def open_box(self, i, j, deal, w_point):
        """The two shares; or Refused, box or share."""
        box = deal.boxes[j - 1]
        plain = aead.open_sealed(self.share_key(i, j, decode(box[:32]), w_point), NO_NONCE, box[32:])
        require(plain is not None, "box")
        shares = [int.from_bytes(each, "little") for each in cut(plain)]
        for share, commitments in zip(shares, (deal.voices, deal.forms)):
            require(share < Q and encode(times(share, BASE)) == encode(public_share(commitments, j)), "share")
        return shares

    def complaint_statement(self, i, j, box, w_data):
        return ("bulletin complaint 1", self.house, self.called, self.dealt, i, j, encode(self.transport_keys[j - 1]),
                box[:32], w_data)

    def make_complaint(self, i, j, deal, tau, random):
        box = deal.boxes[j - 1]
        u_point = decode(box[:32])
        w_point = times(tau, u_point)
        relations = [(BASE, self.transport_keys[j - 1], 0), (u_point, w_point, 0)]
        return encode(w_point) + prove(random, self.complaint_statement(i, j, box, encode(w_point)), relations, [tau])

    def check_complaint(self, i, j, deal, data):
        """Whether it is true."""
        (w_point,), proof = take(data, 96, ("P", 1), ("S", 2))
        box = deal.boxes[j - 1]
        check_proof(proof, self.complaint_statement(i, j, box, data[:32]),
                    [(BASE, self.transport_keys[j - 1], 0), (decode(box[:32]), w_point, 0)])
        try:
            self.open_box(i, j, deal, w_point)
            return False
        except Refused:
            return True

    def acceptance_statement(self, j, keys):
        return ("bulletin accept 1", self.house, self.called, self.dealt, j, encode(keys.voice_parts[j - 1]),
                encode(keys.form_parts[j - 1]))

    def acceptance_relations(self, j, keys):
        return [(BASE, keys.voice_parts[j - 1], 0), (BASE, keys.form_parts[j - 1], 1)]

    def make_acceptance(self, j, keys, secrets, random):
        return prove(random, self.acceptance_statement(j, keys), self.acceptance_relations(j, keys), secrets)

    def check_acceptance(self, j, keys, data):
        (proof,) = take(data, 96, ("S", 3))
        check_proof(proof, self.acceptance_statement(j, keys), self.acceptance_relations(j, keys))


@dataclass
class Deal:
    voices: list
    forms: list
    boxes: list


def public_share(commitments, j):
    return combine(*((j**k, point) for k, point in enumerate(commitments)))


@dataclass
class Keys:
    voice: tuple
    form: tuple
    voice_parts: list
    form_parts: list


def agreed_keys(deals):
    sums = [[total(each) for each in zip(*(getattr(deal, which) for deal in deals))] for which in ("voices", "forms")]
    parts = [[public_share(commitments, j) for j in range(1, len(deals) + 1)] for commitments in sums]
    keys = Keys(sums[0][0], sums[1][0], *parts)
    require(all(encode(point) != bytes(32) for point in (keys.voice, keys.form, *parts[0], *parts[1])), "identity")
    return keys
