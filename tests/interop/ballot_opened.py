"""What comes of a vote that is closed: points 13 to 17 of what a verifier checks in section 23 of protocol/PROTOCOL.md.

It shares no code with the project and must not: it stands for a stranger who has read that page.
"""

from collections import Counter

import ballot_export
import ballot_rule
import ballot_vote
from ballot_export import unpacked
from ristretto import BASE, add, encode, negate, times

GRADES, DAY_MS, COUNTING_DAYS = 6, 86400000, 60


def is_number(value):
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


class Opened:
    """The part of a verifier (ballot_verify.py) that is about what trustees open and vouch for."""

    # --- 13 to 16: what is opened ---

    def trustee_readied(self, args, decided):
        j = self.trustee(14, decided, self.readied)
        self.need(self.closed is not None, 14, "the vote is not closed")
        self.follows(14, args["closed"], self.vote.closed, "the closing")
        self.readied[j] = args["sums"] == self.digests()
        self.need(decided.get("agrees", False) == self.readied[j], 14, "the house says otherwise whether these are the sums")

    def digests(self):
        said = b""
        for unit, voices in zip(self.units, self.numbers()):
            sums = self.sums[unit]
            said += voices.to_bytes(4, "big") + (sums.digest(self.vote, unit) if sums else bytes(32))
        return said

    def may_open(self, point):
        self.need(self.closed is not None and self.fact.time_ms >= self.until, point,
                  "it stands before the end of the time for objections")
        self.need(not self.contradicted, point, "a receipt contradicts the ledger")
        self.need(sum(self.readied.values()) >= self.threshold, point, "too few trustees have found the same sums")

    def trustee_decrypted(self, args, decided):
        unit = args["unit"]
        self.need(unit in self.units and decided["unit"] == unit, 15, "it is of no unit")
        j = self.trustee(15, decided, self.parts.get(unit, ()))
        self.may_open(15)
        self.follows(15, args["closed"], self.vote.closed, "the closing")
        self.need(self.sums[unit] is not None, 13, "the unit has too few voices: nothing of it may be opened")
        key = ("part", self.vote.house, self.vote.opened, self.vote.closed, unit, j, self.sums[unit].digest(self.vote, unit),
               args["part"])
        points = self.checked(15, key, lambda: ballot_vote.check_part(self.vote, unit, self.sums[unit], j, args["part"]))
        self.parts.setdefault(unit, {})[j] = points

    def trustee_counted(self, args, decided):
        unit, counts = args["unit"], args["counts"]
        self.trustee(16, decided, ())
        self.may_open(16)
        self.follows(16, args["closed"], self.vote.closed, "the closing")
        self.need(unit in self.units and decided["unit"] == unit and unit not in self.counts, 16, "it is no unit to count")
        self.need(len(self.parts.get(unit, ())) >= self.threshold, 16, "too few trustees have opened their parts")
        self.check_counts(unit, counts)
        self.counts[unit] = [counts[at:at + GRADES] for at in range(0, len(counts), GRADES)]

    def check_counts(self, unit, counts):
        sums, first = self.sums[unit], dict(list(self.parts[unit].items())[:self.threshold])
        self.need(isinstance(counts, list) and len(counts) == len(sums.points) and all(map(is_number, counts)), 16,
                  "there is not a count for each grade")
        self.need(all(sum(counts[at:at + GRADES]) == sums.voices for at in range(0, len(counts), GRADES)), 16,
                  "the counts of a question are not as many as the voices")
        for k, point in enumerate(sums.points):
            left = self.checked(16, ("left", encode(point), *((j, encode(points[k])) for j, points in first.items())),
                                lambda: encode(add(point, negate(ballot_vote.joined(
                                    {j: points[k] for j, points in first.items()})))))
            self.need(encode(times(counts[k], BASE)) == left, 16, "a count is not what the parts open")

    # --- 17: the table and the result ---

    def trustee_attested(self, args, decided):
        j = self.trustee(17, decided, self.tables)
        self.may_open(17)
        self.follows(17, args["closed"], self.vote.closed, "the closing")
        self.tables[j] = args["table"]

    def read_table(self, table):
        rows = unpacked(table, 17, self.fact.number, "the table is no MessagePack")
        self.need(isinstance(rows, list) and all(ballot_export.is_list(row, int, int, list) for row in rows), 17,
                  "a row of the table is none")
        places = [(unit, label) for unit, label, _ in rows]
        self.need(places == sorted(set(places)), 17, "the table is not in order")
        labels = {label for _, label in places}
        self.need(labels == set(range(1, len(labels) + 1)) and len(labels) <= len(self.experts), 17,
                  "its labels are not those of the experts")
        forms = [[] for _ in self.units]
        for unit, _, scores in rows:
            self.need(1 <= unit <= len(self.units), 17, "a row is of no unit")
            self.need(not scores or len(scores) == len(self.form.maxima)
                      and all(is_number(score) and score <= most for score, most in zip(scores, self.form.maxima)), 17,
                      "scores are not within the maxima of the form")
            if scores:
                forms[unit - 1].append(scores)
        said = Counter(unit for unit, _, _ in rows)
        self.need([said[at] for at in range(1, len(self.units) + 1)] == self.said_forms, 17,
                  "the table has not as many forms as the closing says")
        return forms

    def complete(self):
        """The table that as many as the threshold vouch for, once all units are counted; else None."""
        table, times_said = next(iter(Counter(self.tables.values()).most_common(1)), (None, 0))
        all_counted = all(unit in self.counts for unit in self.units if self.closed and self.sums[unit])
        return table if self.closed and all_counted and times_said >= self.threshold else None

    def evaluation_resulted(self, args, decided):
        table = self.complete()
        self.need(table is not None, 17, "it stands before everything was counted and vouched for")
        if not self.results:
            units = [ballot_rule.Unit(voices, self.counts.get(unit, [[0] * GRADES] * self.form.questions), forms)
                     for unit, voices, forms in zip(self.units, self.numbers(), self.read_table(table))]
            outcomes, agreement = ballot_rule.result(self.form, self.call["society"], self.minimum, self.quorum, units)
            self.wanted = {name: self.told(name, unit, outcome, agreement)
                           for name, unit, outcome in zip(self.units, units, outcomes)}
        unit = decided["unit"]
        self.need(unit in self.wanted and unit not in self.results, 17, "it is the result of no unit, or the second")
        for name in sorted(set(decided) | set(self.wanted[unit])):
            self.need(decided.get(name) == self.wanted[unit].get(name), 17,
                      f"{name} is {decided.get(name)}, and by the rule {self.wanted[unit].get(name)}")
        self.results[unit] = decided

    def told(self, name, unit, outcome, agreement):
        counts = sum(self.counts[name], []) if name in self.counts else None
        found = {"unit": name, "verdict": outcome.verdict, "voices": unit.voices, "size": self.roll_said[1],
                 "forms": len(unit.forms), "counts": counts, "society": outcome.society, "low": outcome.low,
                 "high": outcome.high, "experts": outcome.experts, "agreement": agreement, "score": outcome.score,
                 "place": outcome.place}
        return {name: value for name, value in found.items() if value is not None}

    def evaluation_voided(self, args, decided):
        self.need(not self.results, 17, "it has a result")
        cause, act = decided["cause"], self.fact.act
        causes = {"evaluation.void": "committee", "trustee.complain": "complaint",
                  "evaluation-close": "not-opened", "evaluation-end": "not-counted"}
        self.need(cause == causes[args["what"] if act.verb == "schedule.run" else act.verb], 3,
                  "its cause is not what its act says")
        if cause == "not-opened":
            self.need(self.vote is None and self.fact.time_ms >= self.said["closes"], 8,
                      "it was open, or could still be opened")
        elif cause == "not-counted":
            self.need(self.closed is not None, 11, "it was not closed")
            self.need(self.fact.time_ms >= self.until + COUNTING_DAYS * DAY_MS, 17, "it could still be counted")
        if cause == "committee":
            self.by_committee(3)
        self.need((cause == "complaint") == (self.complained is not None and self.complained == self.fact.number - 1), 7,
                  "it is not void by that complaint")
        self.need(cause != "committee" or not self.parts, 15, "it was being opened")
        self.voided = cause

    def check_results(self):
        """Of all units or of none; and at once when everything is there."""
        self.fact = self.export.facts[-1]
        self.need(self.ceremony is not None, 4, "there is no call")
        self.need(self.complained is None or self.voided == "complaint", 7, "a complaint ends the evaluation, and did not")
        self.need(len(self.results) == (len(self.units) if self.complete() else 0), 17, "the result of a unit is missing")
