"""What becomes of ratings: answered, settled, set aside, appealed for; one overdue, and months that are counted.

Everything that begins with ERASED is to be gone at the end; how it is looked for is a matter of run.py.
"""


def ratings(town):
    """Wang's go by every move that there is, zhou's goes with zhou; and enough people rate for a figure. Gives what can
    be erased."""
    def move(who, verb, id_, *fields):
        return town.make(who, verb, f"id={id_}", town.head("rating.show", f"id={id_}"), *fields)

    town.call("li", "rating.term", "days=3")
    rated = town.make("wang", "rate", "department=culture", "grade=dissatisfied", "item=ERASED", "comment=ERASED, a queue")
    move("he", "rating.answer", rated, "text=ERASED, sorry")
    move("wang", "rating.settle", rated, "text=ERASED, thanks")
    move("li", "rating.set-aside", rated, "reason=ERASED reason")
    move("wang", "rating.appeal", rated, "text=ERASED, why")
    move("li", "rating.restore", rated, "reason=ERASED reason")
    given = [rated]
    for rater, last in (("wang", "rating.uphold"), ("zhou", "rating.restore")):
        id_ = town.make(rater, "rate", "department=culture", "grade=very-dissatisfied", "comment=ERASED, another")
        if rater == "wang":
            given.append(id_)
        else:
            move("he", "rating.answer", id_, "text=ERASED, sorry, too")
            move(rater, "rating.settle", id_, "settled=no", "text=ERASED, still")
        move("li", "rating.set-aside", id_, "reason=ERASED reason")
        move(rater, "rating.appeal", id_, "text=ERASED, no")
        move("li", last, id_, "reason=ERASED reason")
    for rater in ("sun", "mei", "boss"):
        town.call(rater, "rate", "department=culture", "grade=satisfied")
    return given
