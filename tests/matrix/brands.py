"""Applications for service brands at every stage, each by a department of its own. It makes them; what may be done with
them is judged in run.py.
"""

import itertools

from wire import Identity, hash_of

LOGO = b"\x89PNG\r\n\x1a\n of a test"
YEAR = 2006
# What is done to an application once it was handed in: (by whom, the verb, its fields).
RETURN = ("maker", "brand.return", {"reason": "x"})
ACCEPT = ("maker", "brand.accept", {})
EVALUATE = ("house", "brand.evaluate", {"verdict": "evaluating"})
PASS = ("house", "brand.evaluate", {"verdict": "passed"})
NAME = ("maker", "brand.name", {"channel": "open", "headline": "Named"})
REVIEW = ("maker", "brand.review", {})
STAGES = {
    "submitted": [],
    "returned": [RETURN],
    "revised": [RETURN, ("signer", "brand.revise", None)],  # with what an application says
    "accepted": [ACCEPT],
    "passed": [ACCEPT, EVALUATE, PASS],
    "named": [ACCEPT, EVALUATE, PASS, NAME],
    "reviewing": [ACCEPT, EVALUATE, PASS, NAME, REVIEW],
    "kept": [ACCEPT, EVALUATE, PASS, NAME, REVIEW, ("maker", "brand.keep", {})],
    "revoked": [ACCEPT, EVALUATE, PASS, NAME, REVIEW, ("maker", "brand.revoke", {"reason": "x"})],
    "withdrawn": [("signer", "brand.withdraw", {"reason": "x"})],
}


def said(connection, name):
    """What an application says, its logo uploaded."""
    connection.ask("blob.put", hash=hash_of(LOGO), size=len(LOGO), offset=0, bytes=LOGO)
    return {"name": name, "logo": [["logo.png", len(LOGO), hash_of(LOGO)]], "meaning": "m", "vision": "v", "position": "p",
            "plan": "one", "answers": "Wang", "items": [["a", "b", "c", "d", "e"]]}


def named(town, brand, batch, meeting):
    """What names it beside what is said: a batch of it alone."""
    town.maker.connection.ask("blob.put", hash=hash_of(LOGO), size=len(LOGO), offset=0, bytes=LOGO)
    return {"brands": [brand], "heads": head_of(town, brand), "batch": batch, "activity": meeting,
            "attach": [["logo.png", len(LOGO), hash_of(LOGO)]]}


def head_of(town, brand):
    rows, _ = town.maker.connection.ask("brand.show", id=brand)
    return rows[0]["head"]


def begin(town, person):
    """An application of the department of one of the people, in which nothing was handed in yet; gives its channel and id."""
    done = town.act(person, "brand.begin", year=YEAR)
    return done["id"].rpartition("/")[0], done["id"]


def make(town, person_of):
    """(channel, id, head, stage) of an application at every stage."""
    with open(town.daemon.folder + "/data/house.seed", "rb") as file:
        house = person_of("", "operator")
        house.identity = Identity(file.read())
    town.dial(house, signs=True)
    meeting = town.act(town.maker, "activity.announce", channel="open", headline="The naming meeting",
                       kind="naming-meeting", starts=town.day(3))["id"]
    batches = itertools.count(1)
    for stage, moves in STAGES.items():
        department = "of-" + stage
        town.operator(f"department.create department={department} title={department}")
        signer = person_of("s-" + stage, "office", f"department={department}", "signs=yes", department=department)
        town.admit(signer)
        town.act(signer, "brand.submit", year=YEAR, **said(signer.connection, "Brand " + stage))
        brand = f"brand/{YEAR}-{department}/2"
        for who, verb, fields in moves:
            by = {"maker": town.maker, "house": house, "signer": signer}[who]
            more = said(by.connection, "Brand " + stage) if fields is None else fields
            what = (named(town, brand, next(batches), meeting) if verb == "brand.name" else
                    {"id": brand, "seen": head_of(town, brand)})
            town.act(by, verb, **what, **more)
        yield brand.rpartition("/")[0], brand, head_of(town, brand), stage
