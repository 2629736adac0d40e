"""Compares the rule of the result with its twin in Python, over protocol/vectors/rule.json and 1,000 random evaluations.
They are told to a program as numbers; this must not know how it computes.

    rule_vectors.py RULE.json APPLY_RULE [SEED]
    rule_vectors.py --write RULE.json

The random ones are made so that what is rare is in them: halves that are rounded, equal scores, means at the pass mark,
units with too few voices or forms, as many voices as there may be. A run in which one of these did not occur is a failure.
"""

import json
import random
import subprocess
import sys
from collections import Counter
from fractions import Fraction

import ballot_rule
from ballot_rule import Form, Unit

EVALUATIONS = 1000
FAULTS = ("criteria", "questions", "maximum", "weight", "weights", "scale", "pass")
SEEN = Counter()


# --- what is told to the program, and what it answers ---

def told(form, society, minimum, quorum, units):
    numbers = [len(form.maxima), *form.maxima, *form.weights, form.questions, form.passing, society, minimum, quorum,
               len(units)]
    for unit in units:
        numbers += [unit.voices, *(count for each in unit.counts for count in each), len(unit.forms)]
        numbers += [score for scores in unit.forms for score in scores]
    return " ".join(map(str, numbers))


def expected(form, *rest):
    fault = form.fault()
    if fault is not None:
        SEEN[f"form {fault}"] += 1
        return f"form {FAULTS.index(fault) + 1}"
    outcomes, agreement = ballot_rule.result(form, *rest)
    look((form, *rest), outcomes, agreement)
    words = [agreement]
    for each in outcomes:
        words += [*each.questions, each.society, each.low, each.high, each.experts, each.score, each.place, each.verdict]
    return " ".join("-" if word is None else str(word) for word in words)


# --- random evaluations ---

def split(draw, total, parts):
    """`total` as a sum of so many; at times all in one, or nothing but extremes."""
    cuts = sorted(draw.choice((0, total, draw.randint(0, total))) for _ in range(parts - 1))
    return [high - low for low, high in zip([0, *cuts], [*cuts, total])]


def some_form(draw):
    criteria = draw.randint(1, 10)
    maxima = [draw.choice((1, 2, 3, 4, 5, 10, 20, 25, 50, 100)) for _ in range(criteria)]
    weights = [1 + each for each in split(draw, 100 - criteria, criteria)]
    form = Form(maxima, weights, draw.randint(1, 10), draw.choice((0, 50, 60, 75, 100, draw.randint(0, 100))))
    match draw.randint(0, 60):
        case 0: form.weights[draw.randrange(criteria)] += 1
        case 1: form.maxima[draw.randrange(criteria)] = draw.choice((0, 101, 255))
        case 2: form.passing = 101
        case 3: form.weights[draw.randrange(criteria)] = 0
        case 4: form.questions = 0
        case 5: form.maxima = [97, 89, 83][:criteria] + form.maxima[3:]
        case 6: form.maxima, form.weights = [], []
    return form


def some_unit(draw, form, minimum):
    voices = draw.choice((0, minimum - 1, minimum, minimum + 1, draw.randint(10, 40), draw.randint(10, 2000),
                          draw.randint(10, 1000000), 1000000))
    opened = voices >= minimum
    counts = []
    for _ in range(form.questions):
        silent = draw.choice((0, 0, draw.randint(0, voices), max(0, voices - 10), max(0, voices - 9))) if opened else 0
        counts.append([*split(draw, voices - silent, 5), silent] if opened else [0] * 6)
    forms = [[draw.choice((0, maximum, draw.randint(0, maximum))) for maximum in form.maxima]
             for _ in range(draw.randint(0, 16))]
    if forms and draw.random() < 0.2:
        forms = [draw.choice((forms[0], each)) for each in forms]
    return Unit(voices, counts, forms)


def some_evaluation(draw):
    form = some_form(draw)
    minimum = draw.choice((10, 10, 25))
    units = [some_unit(draw, form, minimum) for _ in range(draw.randint(1, 8))]
    if draw.random() < 0.3:  # equal ones, in another order
        twin = draw.choice(units)
        units[draw.randrange(len(units))] = Unit(twin.voices, twin.counts, draw.sample(twin.forms, len(twin.forms)))
    society, quorum = draw.choice((50, 60, 100, draw.randint(50, 100))), draw.choice((1, 3, 5))
    scores = [exact_score(form, society, unit) for unit in units]
    if form.fault() is None and draw.random() < 0.3 and any(scores):  # a pass mark that one of them just reaches or misses
        score = draw.choice([each for each in scores if each is not None])
        form.passing = min(100, ballot_rule.half_up(score) + draw.choice((0, 1)))
    return form, society, minimum, quorum, units


def exact_score(form, society, unit):
    if form.fault() is not None:
        return None
    mean, experts = ballot_rule.society_mean(unit.counts), ballot_rule.experts_mean(form, unit.forms)
    return None if mean is None or experts is None else (society * mean + (100 - society) * experts) / 100


# --- what the random ones have to contain ---

def look(evaluation, outcomes, agreement):
    form, society, minimum, quorum, units = evaluation
    SEEN["no agreement" if agreement is None else "agreement above chance" if agreement > 1000 else "or below"] += 1
    places = [each.place for each in outcomes if each.place is not None]
    SEEN["a place shared"] += len(set(places)) < len(places)
    for unit, each in zip(units, outcomes):
        SEEN[each.verdict] += 1
        SEEN["without experts"] += not unit.forms
        SEEN["the highest and the lowest left out"] += len(unit.forms) >= 5
        SEEN["an interval that is cut"] += each.low == 0 or each.high == 10000
        SEEN["nobody apart"] += each.low is not None and each.low == each.high
        SEEN["ten grades"] += any(sum(counts[:5]) == 10 for counts in unit.counts)
        SEEN["nine grades"] += any(sum(counts[:5]) == 9 for counts in unit.counts)
        SEEN["as many voices as there may be"] += unit.voices == 1000000
        if each.score is not None:
            exact = 100 * exact_score(form, society, unit)
            SEEN["a half rounded"] += exact % 1 == Fraction(1, 2)
            SEEN["at the pass mark"] += each.score == 100 * form.passing
            SEEN["the mark reached by rounding alone"] += each.score == 100 * form.passing > exact
            SEEN["not by adding means that were rounded"] += each.score != ballot_rule.half_up(
                Fraction(society * each.society + (100 - society) * each.experts, 100))


# Made by hand: half a hundredth at the mark, and a hair below it; a root that is a hair above a whole thousandth.
def marks():
    yield (Form([5], [100], 2, 40), 60, 10, 1,
           [Unit(53, [[10, 2, 0, 0, 41, 0], [20, 1, 0, 0, 3, 29]], [[3]])])
    form = Form([100], [100], 1, 75)
    for worse in range(4):
        counts = [[0, 9999 - worse, 1 + worse, 0, 0, 0]]
        yield form, 50, 10, 1, [Unit(10000, counts, [[75]]), Unit(10000, counts, [[75], [76], [0], [100], [75]])]
        yield form, 100, 10, 1, [Unit(200, [[0, 199 - worse, worse, 0, 1, 0]], [[0]])]
        yield form, 50, 10, 1, [Unit(2500 * 2, [[0, 5000 - worse, worse, 0, 0, 0]], [[75]])]


SURELY = ("no agreement", "agreement above chance", "or below", "a place shared", "few-voices", "few-forms", "below", "passed",
          "without experts", "the highest and the lowest left out", "an interval that is cut", "nobody apart", "ten grades",
          "nine grades", "as many voices as there may be", "a half rounded", "at the pass mark",
          "the mark reached by rounding alone", "not by adding means that were rounded",
          *(f"form {fault}" for fault in FAULTS))


# --- the file for strangers ---

def named(evaluation):
    form, society, minimum, quorum, units = evaluation
    outcomes, agreement = ballot_rule.result(*evaluation)
    return {
        "form": vars(form) | {"scale": form.scale()}, "society": society, "minimum": minimum, "quorum": quorum,
        "units": [vars(unit) for unit in units],
        "result": {"agreement": agreement, "units": [vars(each) for each in outcomes]},
    }


def of_names(told_so):
    form = {name: value for name, value in told_so["form"].items() if name != "scale"}
    return (Form(**form), told_so["society"], told_so["minimum"], told_so["quorum"],
            [Unit(**unit) for unit in told_so["units"]])


def chosen():
    """The marks, and of random ones the smallest that show each thing."""
    draw = random.Random(2006)
    found = list(marks())[:6]
    wanted = {each for each in SURELY if not each.startswith("form ")}
    many = sorted((some_evaluation(draw) for _ in range(400)), key=lambda each: len(told(*each)))
    for each in found + [each for each in many if each[0].fault() is None and any(exact_score(each[0], each[1], unit)
                                                                                for unit in each[4])]:
        SEEN.clear()
        look(each, *ballot_rule.result(*each))
        if wanted & {what for what, times in SEEN.items() if times}:
            wanted -= {what for what, times in SEEN.items() if times}
            if each not in found:
                found.append(each)
    return found


def lines_of(value, depth):
    """JSON, with what fits on a line on one."""
    flat = json.dumps(value)
    if len(flat) + depth <= 120 or not value or not isinstance(value, (dict, list)):
        return flat
    inside = [f"{json.dumps(name)}: {lines_of(each, depth + 2)}" for name, each in value.items()] \
        if isinstance(value, dict) else [lines_of(each, depth + 2) for each in value]
    begin, end = "{}" if isinstance(value, dict) else "[]"
    pad = "\n" + " " * (depth + 2)
    return begin + pad + f",{pad}".join(inside) + "\n" + " " * depth + end


def main():
    if sys.argv[1] == "--write":
        with open(sys.argv[2], "w", encoding="utf-8") as out:
            out.write(lines_of({"evaluations": [named(each) for each in chosen()]}, 0) + "\n")
        return 0
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 30112006
    with open(sys.argv[1], encoding="utf-8") as file:
        kept = json.load(file)["evaluations"]
    draw, wrong = random.Random(seed), 0
    for told_so in kept:
        if named(of_names(told_so)) != told_so:
            print("WRONG: rule.json and the twin in Python differ:", told_so)
            wrong += 1
    SEEN.clear()
    evaluations = [of_names(each) for each in kept] + list(marks()) + [some_evaluation(draw) for _ in range(EVALUATIONS)]
    wanted = [expected(*each) for each in evaluations]
    answer = subprocess.run([sys.argv[2]], input="\n".join(told(*each) for each in evaluations), text=True,
                            stdout=subprocess.PIPE, check=True).stdout.splitlines()
    if len(answer) != len(evaluations):
        print(f"WRONG: {len(answer)} answers to {len(evaluations)} evaluations")
        return 1
    for each, line, known in zip(evaluations, answer, wanted):
        if known != line:
            print(f"WRONG: {told(*each)}\n  the twin  {known}\n  the rule  {line}")
            wrong += 1
    for what in SURELY:
        if not SEEN[what]:
            print(f"WRONG: no evaluation with: {what}")
            wrong += 1
    print(f"{len(evaluations)} evaluations, {len(kept)} of them in the file, seed {seed}, wrong: {wrong}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
