"""What departments do in a round: they apply for brands, are counselled, follow an example and are given awards.

Everything that begins with ERASED is to be gone at the end; how it is looked for is a matter of run.py.
"""

import hashlib


def round_opens(town):
    """Departments may apply from the next day on."""
    id_ = town.make("li", "round.open", "year=2006", "title=ERASED round", "conditions=ERASED", "from=2006-11-03",
                    "until=2006-12-20")
    town.call("li", "round.change", "year=2006", town.head("round.show", "year=2006"), "title=ERASED, changed",
              "until=2006-12-20", "conditions=ERASED, too")
    town.time("2006-11-03T09:00:00+08:00")
    return id_


def application(town, who, name):
    """What a department hands in; its logo lies with the server by then."""
    logo = b"\x89PNG\r\n\x1a\nERASED " + name.encode()
    hash_ = hashlib.blake2b(logo, digest_size=32).hexdigest()
    town.call(who, "blob.put", f"hash={hash_}", f"size={len(logo)}", "offset=0", f"bytes={logo.hex()}")
    return [f"name=ERASED {name}", f"logo=logo.png:{len(logo)}:{hash_}", "meaning=ERASED", "vision=ERASED",
            "position=ERASED", "plan=ERASED", "items=" + "\n".join(["ERASED"] * 5), "answers=ERASED wang"]


def counsel(town, id_):
    """What is said about an application, with a file, and a task that is ticked off."""
    attached = town.file("advice", "ERASED advice")
    town.run("li", "counsel", id_, "ERASED counsel", "--attach", attached)
    task = town.make("li", "counsel.ask", f"id={id_}", "text=ERASED task")
    town.call("wang", "counsel.done", f"id={task}", "note=ERASED note")
    town.call("li", "counsel.invite", f"id={id_}", "experts=mei")
    town.call("mei", "counsel", f"id={id_}", "text=ERASED, from outside")
    town.call("li", "counsel.dismiss", f"id={id_}", "experts=mei")


def guidance(town, id_):
    """An example that another department follows for a while."""
    guide = "guide/1/labour/2"
    town.call("li", "guide", "department=labour", f"by={id_}")
    town.call("he", "counsel", f"id={guide}", "text=ERASED, come and see")
    town.call("li", "guide.end", f"id={guide}", town.head("guide.show", f"id={guide}"), "reason=ERASED reason")


def naming(town, id_):
    """A batch of it alone, at a meeting."""
    meeting = town.make("li", "activity.announce", "channel=programme", "headline=Kept, the naming meeting",
                        "kind=naming-meeting", "starts=2006-11-30")
    shown = town.call("li", "brand.show", f"id={id_}")[0]
    logo = application(town, "li", "open stage")[1].replace("logo=", "attach=")
    town.call("li", "brand.name", f"brands={id_}", f"heads={shown['head']}", "batch=1", f"activity={meeting}",
              "channel=programme", "headline=ERASED naming", "text=ERASED", logo)


def brands(town):
    """One through all of its life, one that is withdrawn, one that is closed with its round. Gives what can be erased."""
    def move(who, verb, id_, *fields):
        return town.make(who, verb, f"id={id_}", town.head("brand.show", f"id={id_}"), *fields)

    named, withdrawn = "brand/2006-culture/2", "brand/2006-labour/2"
    for who in ("sun", "wang"):
        town.call(who, "brand.begin", "year=2006")
    counsel(town, withdrawn)
    town.call("wang", "brand.submit", "year=2006", *application(town, "wang", "gate"))
    move("wang", "brand.withdraw", withdrawn, "reason=ERASED reason")
    town.call("he", "brand.submit", "year=2006", *application(town, "he", "stage"))
    move("li", "brand.return", named, "reason=ERASED reason")
    move("he", "brand.revise", named, *application(town, "he", "open stage"))
    move("li", "brand.accept", named)
    for verdict in ("evaluating", "passed"):
        town.as_house("brand.evaluate", f"id={named}", town.head("brand.show", f"id={named}"), f"verdict={verdict}")
    naming(town, named)
    bulletin = town.call("li", "brand.show", f"id={named}")[0]["bulletin"]
    guidance(town, named)
    for verb in ("brand.keep", "brand.revoke"):
        move("li", "brand.review", named)
        move("li", verb, named, "reason=ERASED reason")
    return [named, withdrawn, bulletin]


def awards(town):
    """Two for what is kept, of which one is withdrawn. Gives both."""
    given = []
    for number in (1, 2):
        done = town.make("li", "publish", "channel=programme", f"headline=Kept, an achievement {number}")
        given.append(town.make("li", "award.give", "award=prize", "year=2006", f"ground={done}", f"achievement={done}",
                               "department=labour", "text=ERASED, honoured"))
    town.call("li", "award.withdraw", f"id={given[1]}", town.head("award.show", f"id={given[1]}"), "reason=ERASED reason")
    return given
