"""The result of an evaluation, "The result" in section 23 of protocol/PROTOCOL.md, by fractions and by the textbook's
definitions.

It shares no code with the project and must not, and needs nothing but Python: it stands for a stranger who has read that
page.
"""

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate, combinations, permutations
from math import ceil, floor, gcd, isqrt

VALUES = (100, 75, 50, 25, 0)  # of the grades; the sixth is "cannot say"
GRADED_LEAST = 10
TRIMMED_FROM = 5


@dataclass
class Form:
    maxima: list
    weights: list
    questions: int
    passing: int

    def scale(self):
        found = 1
        for maximum in self.maxima:
            found = found * maximum // gcd(found, maximum)
        return found

    def fault(self):
        """The page's word for what is wrong with it, the first; None when nothing is."""
        faults = {
            "criteria": not 1 <= len(self.maxima) <= 10,
            "questions": not 1 <= self.questions <= 10,
            "maximum": not all(1 <= maximum <= 100 for maximum in self.maxima),
            "weight": not all(weight >= 1 for weight in self.weights),
            "weights": sum(self.weights) != 100,
            "scale": self.scale() > 10000,
            "pass": not 0 <= self.passing <= 100,
        }
        return next((word for word, wrong in faults.items() if wrong), None)


@dataclass
class Unit:
    voices: int
    counts: list  # of each question its six; none when nothing was opened
    forms: list   # of each expert who gave one the scores


@dataclass
class Outcome:
    questions: list = field(default_factory=list)
    society: int = None
    low: int = None
    high: int = None
    experts: int = None
    score: int = None
    place: int = None
    verdict: str = None


def half_up(value):
    return floor(value + Fraction(1, 2))


def hundredths(points):
    return None if points is None else half_up(100 * points)


def question_mean(counts):
    graded = sum(counts[:5])
    return None if graded < GRADED_LEAST else Fraction(sum(v * c for v, c in zip(VALUES, counts)), graded)


def society_mean(counts):
    """Of all grades of the questions that have a mean: a question counts by how many graded it."""
    means = [(sum(each[:5]), question_mean(each)) for each in counts]
    told = [(graded, mean) for graded, mean in means if mean is not None]
    graded = sum(each for each, _ in told)
    return sum(Fraction(each, graded) * mean for each, mean in told) if told else None


def half_width(counts):
    """1.96·Σ (n_q/n)·(sd_q/√n_q), in hundredths of a point, rounded up; each root in thousandths of a step, up too."""
    roots, everybody = 0, 0
    for each in counts:
        mean = question_mean(each)
        if mean is None:
            continue
        n = sum(each[:5])
        variance = sum(c * (v - mean) ** 2 for v, c in zip(VALUES, each)) / (n - 1)
        wanted = n * variance / 25**2 * 1000**2
        root = isqrt(ceil(wanted))
        roots += root if root * root >= wanted else root + 1
        everybody += n
    return ceil(Fraction(196, 100) * 100 * 25 * Fraction(roots, 1000) / everybody)


def experts_mean(form, forms):
    """In points: each score by its maximum and weight; of five or more forms one best and one worst are left out."""
    scale = form.scale()
    points = sorted(Fraction(sum(w * s * (scale // m) for w, s, m in zip(form.weights, scores, form.maxima)), scale)
                    for scores in forms)
    if len(points) >= TRIMMED_FROM:
        points = points[1:-1]
    return sum(points) / len(points) if points else None


def agreement(items):
    """Krippendorff's alpha of lists of ordinal values, by his matrix of coincidences; None when there is none."""
    items = [item for item in items if len(item) > 1]
    values = sorted({value for item in items for value in item})
    coincidences = {}  # o_ck = Σ of these, each divided by how many values its item has besides one
    for item in items:
        coincidences.setdefault(len(item) - 1, Counter()).update(permutations(item, 2))
    totals = Counter(value for item in items for value in item)
    n = totals.total()
    upto = dict(zip(values, accumulate(totals[value] for value in values)))  # Σ n_g over g ≤ c

    def difference(c, k):
        """(Σ n_g from c to k − (n_c + n_k)/2)², four times."""
        return (2 * (upto[k] - upto[c] + totals[c]) - totals[c] - totals[k]) ** 2

    observed = sum(Fraction(sum(often * difference(c, k) for (c, k), often in pairs.items() if c < k), less)
                   for less, pairs in coincidences.items())
    expected = sum(totals[c] * totals[k] * difference(c, k) for c, k in combinations(values, 2))
    return 1 - (n - 1) * observed / expected if expected else None


def outcome_of(form, society, minimum, quorum, unit):
    found = Outcome([hundredths(question_mean(each)) for each in unit.counts])
    mean, experts = society_mean(unit.counts), experts_mean(form, unit.forms)
    found.society, found.experts = hundredths(mean), hundredths(experts)
    if mean is not None:
        half = half_width(unit.counts)
        found.low, found.high = max(0, found.society - half), min(10000, found.society + half)
    if unit.voices < minimum or mean is None:
        found.verdict = "few-voices"
    elif len(unit.forms) < quorum:
        found.verdict = "few-forms"
    else:
        found.score = hundredths((society * mean + (100 - society) * experts) / 100)
        found.verdict = "passed" if found.score >= 100 * form.passing else "below"
    return found


def result(form, society, minimum, quorum, units):
    """The outcome of each unit, and the agreement in thousandths above -1 or None."""
    outcomes = [outcome_of(form, society, minimum, quorum, unit) for unit in units]
    scores = [each.score for each in outcomes if each.score is not None]
    for each in outcomes:
        if each.score is not None:
            each.place = 1 + sum(score > each.score for score in scores)
    scale = form.scale()
    items = [[scores[c] * (scale // maximum) for scores in unit.forms]
             for unit in units for c, maximum in enumerate(form.maxima)]
    alpha = agreement(items)
    return outcomes, None if alpha is None else half_up(1000 * (alpha + 1))
