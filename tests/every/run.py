#!/usr/bin/python3
"""Makes every kind of fact that the protocol has, follows them in every way, and erases each by each verb that may.
Then it looks for the texts on the watchers' disks.

usage: run.py BULLETIND BULLETIN PROTOCOL.md

Which kinds there are, what makes and what erases them, the reference in PROTOCOL.md says, which is made from the tables:
a kind that is not made here fails the test. How processes are started and removed is a matter of ../support/house.py.
"""

import importlib.util
import json
import os
import pathlib
import re
import shutil
import signal
import sys
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))

from beside import beside  # noqa: E402
from brands import awards, brands, round_opens  # noqa: E402
from house import PATIENCE_S, Failed, House  # noqa: E402
from ratings import ratings  # noqa: E402

spec = importlib.util.spec_from_file_location("script", os.path.join(HERE, "../script/run.py"))
script = importlib.util.module_from_spec(spec)
spec.loader.exec_module(script)

LONG = "x" * 5000  # a text that lies beside its act


def check(what, good, detail=""):
    if not good:
        raise Failed(f"{what}: {detail}")


def reference(path):
    """Of each kind of fact, the verbs that make and that erase it."""
    facts = pathlib.Path(path).read_text(encoding="utf-8").split("\n### Facts\n")[1].split("\n### ")[0]
    kinds = {}
    for part in facts.split("\n#### `")[1:]:
        kind, rest = part.split("`", 1)
        made, _, erased = rest.partition("Erased by")
        kinds[kind] = (set(re.findall(r"^- `([a-z.-]+)`:", made, re.M)), set(re.findall(r"^- `([a-z.-]+)`:", erased, re.M)))
    return kinds


class Watcher:
    """A watcher that shows every fact as JSON; named ones keep them."""

    def __init__(self, town, home, channels, name):
        self.town, self.home, self.channels, self.name = town, home, channels, name
        self.ids, self.facts, self.broken = set(), [], []
        self.change = threading.Condition()
        words = ["watch", "--all", "--json", "--since", "all", *channels, *(["--name", name] if name else [])]
        self.process = town.spawn_command(home, *words, take=self.take, **town.server(home))
        self.process.err.wait(part="Following")

    def take(self, line):
        fact = json.loads(line)
        with self.change:
            if "kind" in fact:
                self.ids.add(fact["id"])
                self.facts.append(fact)
            else:
                self.broken.append(fact)
            self.change.notify_all()

    def wait(self, id_):
        with self.change:
            good = self.change.wait_for(lambda: id_ in self.ids or self.process.out.ended, PATIENCE_S)
            if not good or id_ not in self.ids:
                raise Failed(f"{self}: {id_} has not come: {self.process.err.lines[-3:]} {self.broken}")

    def wait_kind(self, kind):
        with self.change:
            if not self.change.wait_for(lambda: any(fact["kind"] == kind for fact in self.facts) or self.process.out.ended,
                                        PATIENCE_S):
                raise Failed(f"{self}: no {kind} has come")

    def catch_up(self):
        """Until it has shown the newest fact of each of its channels."""
        for channel, number in self.town.tips(self.home).items():
            if not self.channels or channel in self.channels:
                self.wait(f"{channel}/{number}")

    def end(self):
        status = self.process.end(signal.SIGTERM)
        self.town.forget(self.process)
        check(f"{self} ends with 0", status == 0 and not self.broken, f"{status} {self.process.err.lines} {self.broken}")
        return self.facts

    def __str__(self):
        return f"the watcher {self.name or '(unnamed)'} of {self.home} over {' '.join(self.channels) or 'all'}"


class Town(House):
    """A house with a clock that is set, and people of every role."""

    def __init__(self, daemon, command):
        super().__init__(daemon, command, ("--zone", "Asia/Shanghai"))
        self.clock = script.Clock(os.path.dirname(os.path.abspath(daemon)) + "/clock.so", self.folder + "/clock")
        os.environ.update(self.clock.env())
        self.clock.set("2006-11-02T09:00:00+08:00")
        self.start()

    def env(self, home, **more):
        return super().env(home, **self.clock.env(), **more)

    def time(self, moment):
        if self.clock.set(moment):  # a leap, which the operator confirms
            self.make("operator", "clock.confirm", f"time={moment}")

    def server(self, home):
        known = {"guest": self.url, "house": self.url, "operator": f"unix:{self.data}/control"}
        return {"BULLETIN_SERVER": known[home]} if home in known else {}

    def call(self, home, verb, *fields):
        """The rows and the answer."""
        lines = self.run(home, "call", verb, *fields, "--json", **self.server(home)).stdout.splitlines()
        return [json.loads(line) for line in lines]

    def make(self, home, verb, *fields):
        """The id of the first fact that the act made."""
        return self.call(home, verb, *fields)[-1]["id"]

    def as_house(self, verb, *fields):
        """An act that the house signs and no person may."""
        home = pathlib.Path(self.folder, "house")
        if not home.exists():
            home.mkdir(0o700)
            shutil.copy(self.data + "/house.seed", home / "seed")
            (home / "server").write_text(self.url + "\n", encoding="utf-8")
        return self.make("house", verb, *fields)

    def head(self, verb, *fields):
        return "seen=" + self.call("li", verb, *fields)[0]["head"]

    def tips(self, home):
        return {row["channel"]: row["number"] for row in self.call(home, "channels")[:-1]}

    def file(self, name, text):
        path = pathlib.Path(self.folder, name)
        path.write_text(text, encoding="utf-8")
        return str(path)


# Who watches what, beside all that they may read.
WATCHED = {
    "guest": ["programme", "forum", "themes"],
    "wang": ["dept/labour", "programme", "forum"],
    "li": ["desk/programme", "desk/themes", "dept/culture", "residents", "forum"],
    "boss": ["keys", "desk/keys", "residents"],
}


def watchers(town, kind):
    return [Watcher(town, home, channels, name)
            for home, named in WATCHED.items()
            for channels, suffix in ((named, "some"), ([], "all"))
            for name in (f"{kind}-{suffix}", None)]


def settle(town):
    """People, channels and desks. What begins with ERASED is to be gone at the end."""
    town.operator("department", "create", "labour", "Labour")
    town.operator("department", "create", "culture", "Culture")
    row = town.call("operator", "department.list", "department=culture")[0]
    town.call("operator", "department.change", "department=culture", "title=Culture and arts", f"seen={row['head']}")
    everyone = ("--speak", "committee,office,resident", "--moderate", "committee")
    town.operator("channel", "create", "programme", "Programme", "--publish", "committee,resident", *everyone)
    town.operator("channel", "create", "themes", "Themes", "--publish", "committee", *everyone)
    town.operator("channel", "create", "forum", "Forum", "--publish", "committee,resident", *everyone)
    town.member("boss", "boss", "--role", "operator")
    town.member("li", "li", "--role", "committee")
    town.member("wang", "wang", "--role", "office", "--department", "labour", "--signs", "--title", "ERASED wang")
    town.member("zhou", "zhou", "--role", "resident", "--title", "ERASED zhou")
    town.member("chen", "chen", "--role", "office", "--department", "culture", "--title", "ERASED chen")
    town.member("gone", "gone", "--role", "expert", "--title", "ERASED gone")
    town.operator("department", "create", "land", "Land")
    town.member("he", "he", "--role", "office", "--department", "culture", "--signs")
    town.member("sun", "sun", "--role", "office", "--department", "land")
    town.member("mei", "mei", "--role", "expert")


def accounts(town):
    town.operator("account", "change", "chen", "--title", "ERASED chen, again")
    town.operator("account", "change", "zhou", "--title", "ERASED zhou, again")
    town.operator("account", "change", "wang", "--title", "ERASED wang, again")
    town.operator("account", "change", "gone", "--title", "ERASED gone, again")
    town.operator("account", "revoke", "gone", "--reason", "ERASED reason", "--yes")


def keys(town):
    """A further key of one person, which is revoked again."""
    before = {row["key"] for row in town.call("wang", "key.list")[:-1]}
    printed = town.run("wang", "key", "invite", "wang").stdout
    code = re.search(r"\b[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\b", printed).group(0)
    town.run("wang2", "join", town.url, stdin=code + "\n")
    key = next(row for row in town.call("wang", "key.list")[:-1] if row["key"] not in before)
    town.call("wang", "key.revoke", f"key={key['key']}", f"seen={key['head']}", "reason=ERASED, lost")


def bulletins(town, who):
    """Two bulletins of somebody, one of them scheduled; revised by who moderates. Gives the first fact of each."""
    text, attached = town.file("long", f"ERASED {LONG} of {who}"), town.file("attached", f"ERASED file of {who}")
    id_ = town.run(who, "publish", "programme", f"ERASED {who}", "--file", text, "--attach", attached,
                   "--to", "labour,culture", "--receipt", "--due", "2006-11-10").stdout.strip()
    town.call("li", "revise", f"id={id_}", town.head("read", f"id={id_}"), "headline=ERASED, revised", "text=ERASED, too",
              "due=2006-11-10")
    draft = town.make(who, "publish", "channel=programme", "headline=ERASED, scheduled", "at=2006-11-08", "to=labour")
    edited = town.file("edited", f"ERASED, edited {LONG} of {who}")
    town.run(who, "schedule", "edit", draft, "--headline", "ERASED, edited", "--file", edited)
    return [id_, draft]


def posts(town, who, thread):
    """A thread of their own and a post in another; both are edited."""
    own = town.make(who, "forum.open", "channel=forum", f"headline=ERASED thread of {who}", "text=ERASED")
    post = town.make(who, "forum.post", f"id={thread}", f"text=ERASED post of {who}")
    for id_ in (own, post):
        town.call(who, "forum.edit", f"id={id_}", town.head("forum.show", f"id={id_}"), "text=ERASED, edited")
    return [own, post]


def activity(town, who):
    """An activity of somebody that who moderates changes: one department is not meant any more."""
    fields = ["kind=visit", "starts=2006-11-08", "text=ERASED"]
    id_ = town.make(who, "activity.announce", "channel=programme", f"headline=ERASED visit of {who}", *fields,
                    "to=labour,culture")
    town.call("li", "activity.change", f"id={id_}", town.head("activity.show", f"id={id_}"), "headline=ERASED, changed",
              *fields, "to=labour")
    return id_


def theme(town):
    town.call("li", "theme.plan", "month=2006-12", "title=ERASED theme", "text=ERASED")
    town.call("li", "theme.amend", "month=2006-12", town.head("theme.show", "month=2006-12"), "title=ERASED, amended",
              "text=ERASED")
    town.call("li", "theme.plan", "month=2007-02", "title=Kept")
    town.call("li", "theme.cancel", "month=2007-02", town.head("theme.show", "month=2007-02"), "reason=ERASED reason")


def kept(town):
    """What stays, and what happens to it."""
    notice = town.make("li", "publish", "channel=programme", "headline=Kept", "to=labour,culture", "receipt=yes",
                       "due=2006-11-10", "effective=2006-11-06", "expires=2006-11-09")
    head = "revision_head=" + town.call("wang", "read", f"id={notice}")[0]["revision_head"]
    town.call("wang", "open", f"id={notice}", head)
    town.call("wang", "sign", f"id={notice}", head, "comment=ERASED comment")
    gone = town.make("li", "publish", "channel=programme", "headline=Kept, withdrawn", "to=labour")
    town.call("li", "withdraw", f"id={gone}", town.head("read", f"id={gone}"), "reason=ERASED reason")
    draft = town.make("li", "publish", "channel=programme", "headline=Kept, cancelled", "at=2006-11-08")
    town.call("li", "schedule.cancel", f"id={draft}", town.head("schedule.list", f"id={draft}"),
              "reason=ERASED reason")
    thread = town.make("li", "forum.open", "channel=forum", "headline=Kept")
    post = town.make("wang", "forum.post", f"id={thread}", "text=Kept")
    town.call("li", "forum.hide", f"id={post}", town.head("forum.show", f"id={post}"), "reason=ERASED reason")
    town.call("li", "forum.pin", f"id={thread}", town.head("forum.show", f"id={thread}"))
    visit = [town.make("li", "activity.announce", "channel=programme", f"headline=Kept {n}", "kind=visit",
                       "starts=2006-11-08", "to=labour") for n in (1, 2)]
    town.call("wang", "activity.reply", f"id={visit[0]}", town.head("activity.show", f"id={visit[0]}"), "coming=yes",
              "comment=ERASED comment")
    town.call("li", "activity.cancel", f"id={visit[1]}", town.head("activity.show", f"id={visit[1]}"), "reason=ERASED reason")
    return thread, visit[0]


# Each moment brings these, in the order in which the schedule has them.
MOMENTS = [
    ("2006-11-06T00:00:00+08:00", "bulletin.effective"),
    ("2006-11-07T00:00:00+08:00", "round.begun"),
    ("2006-11-07T09:00:00+08:00", "duty.counted"),
    ("2006-11-08T00:00:00+08:00", "bulletin.released"),
    ("2006-11-10T00:00:00+08:00", "bulletin.expired"),
    ("2006-11-16T09:00:00+08:00", None),
    ("2006-11-22T09:00:00+08:00", None),
    ("2006-11-28T09:00:00+08:00", "theme.checked"),
    ("2006-12-01T00:00:00+08:00", "theme.opened"),
    ("2006-12-07T09:00:00+08:00", None),
    ("2006-12-08T00:00:00+08:00", "rating.counted"),
    ("2006-12-13T09:00:00+08:00", "round.closing"),
    ("2006-12-19T09:00:00+08:00", None),
    ("2006-12-25T09:00:00+08:00", "round.ended"),
    ("2006-12-28T09:00:00+08:00", "theme.closing"),
    ("2007-01-01T00:00:00+08:00", "theme.closed"),
]


def pass_time(town, watcher, thread, visit):
    for moment, brings in MOMENTS:
        town.time(moment)
        if brings is not None:
            watcher.wait_kind(brings)
        if brings == "bulletin.released":
            town.call("li", "activity.attended", f"id={visit}", town.head("activity.show", f"id={visit}"), "people=3",
                      "note=ERASED note")
        if brings == "theme.opened":
            opened = next(fact for fact in watcher.facts if fact["kind"] == brings)
            town.call("li", "theme.amend", "month=2006-12", town.head("theme.show", "month=2006-12"),
                      "title=ERASED, corrected", "text=ERASED", f"thread={opened['decided']['thread']}")
            watcher.wait_kind("theme.corrected")
        if brings == "round.ended":
            town.call("li", "round.close", "year=2006", town.head("round.show", "year=2006"), "reason=ERASED reason")
    town.call("li", "forum.lock", f"id={thread}", town.head("forum.show", f"id={thread}"))
    watcher.wait_kind("brand.closed")


def facts_of(watchers_):
    """Everything that any of them has shown, by its id."""
    return {fact["id"]: fact for watcher in watchers_ for fact in watcher.facts}


def eraser(fact):
    if "account" in fact["args"]:
        return "account.erase"
    return "erase" if "reason" in fact["args"] else "account.leave"


def erased_pairs(facts):
    """Of each kind of fact, which verb erased the act of one."""
    kind_of = {fact["seq"]: fact["kind"] for fact in facts.values()}
    return {(kind_of[seq], eraser(fact))
            for fact in facts.values() if fact["kind"] == "thing.erased" for seq in fact["decided"]["facts"]}


def on_disk(town, home, text):
    """The files under a home that have the text."""
    return [str(path.relative_to(town.folder)) for path in pathlib.Path(town.folder, home).rglob("*")
            if path.is_file() and text.encode() in path.read_bytes()]


def erase(town, things, facts):
    """By whoever may, and by whoever leaves."""
    for id_ in things:
        town.run("li", "erase", id_, "by order", "--yes")
    for id_, who in beside(facts):
        town.run(who, "erase", id_, "by order", "--yes")
    town.run("boss", "account", "erase", "gone", "by order", "--yes")
    town.run("zhou", "account", "leave", "--texts", "--yes")
    town.run("chen", "account", "leave", "--yes")


def act(town):
    """Everything that is done to a house; gives the watchers that saw it, and what is to be erased."""
    settle(town)
    town.make("li", "publish", "channel=programme", "headline=a desk", "at=2006-11-30")
    town.call("li", "theme.plan", "month=2007-03", "title=a desk")
    town.call("li", "award.define", "award=prize", "title=A prize")
    applied = [round_opens(town), *brands(town), *ratings(town)]
    live = watchers(town, "live")
    everything = next(watcher for watcher in live if watcher.home == "li" and not watcher.channels and watcher.name)
    accounts(town)
    keys(town)
    thread, visit = kept(town)
    things = [*bulletins(town, "li"), *posts(town, "li", thread), activity(town, "li"), *awards(town), *applied]
    bulletins(town, "zhou"), posts(town, "zhou", thread), activity(town, "zhou")
    theme(town)
    things.append(town.make("operator", "import", "channel=programme", "headline=ERASED of old", "dated=1999",
                            "source=an archive"))
    pass_time(town, everything, thread, visit)
    for watcher in live:
        watcher.catch_up()
    became = {}
    for fact in everything.facts:
        if fact["kind"] == "bulletin.released":
            became[fact["decided"]["id"]] = fact["decided"]["published"]
        if fact["kind"] == "theme.opened":
            things.append(fact["decided"]["thread"])
    return live, [became.get(id_, id_) for id_ in things]


def look(town, kinds, live, what):
    """Nothing is missing to a watcher, and nothing that was erased is left to one."""
    for watcher in live:
        watcher.catch_up()
    for home in WATCHED:
        left = on_disk(town, home, "ERASED")
        check(f"{what}: nothing is left on the disk of {home}", left == [], left)
    facts = facts_of(live)
    check(f"{what}: every kind of fact was made", {fact["kind"] for fact in facts.values()} == set(kinds),
          set(kinds) - {fact["kind"] for fact in facts.values()})
    wanted = {(kind, verb) for kind, (_, erasers) in kinds.items() for verb in erasers}
    check(f"{what}: every kind was erased by each verb that may", erased_pairs(facts) == wanted,
          f"not {wanted - erased_pairs(facts)}; also {erased_pairs(facts) - wanted}")


def test(town, kinds):
    live, things = act(town)
    for home in WATCHED:
        check(f"{home} keeps texts", any("live-all/facts" in file for file in on_disk(town, home, "ERASED")))
    for home in ("guest", "wang", "li"):
        check(f"{home} keeps long texts", any("live-all/texts" in file for file in on_disk(town, home, "ERASED")))
    erase(town, things, facts_of(live))
    look(town, kinds, live, "live")
    print("every kind was made and erased before watchers that were there")

    new = watchers(town, "new")
    look(town, kinds, new, "from zero")
    said = [fact for watcher in new for fact in watcher.facts if "ERASED" in json.dumps(fact)]
    check("nothing that was erased is shown", said == [], said[:1])
    print("watchers from zero miss nothing")

    for watcher in live + new:
        watcher.end()
    again = watchers(town, "live")
    town.make("li", "publish", "channel=programme", "headline=after all")
    for watcher in again:
        if not watcher.channels or "programme" in watcher.channels:
            watcher.wait(f"programme/{town.tips('li')['programme']}")
        watcher.end()
    print("and go on after a new start")
    town.end()
    check("the store is sound", "sound" in town.tool("verify")[0])


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    town = Town(*sys.argv[1:3])
    try:
        test(town, reference(sys.argv[3]))
    finally:
        town.remove()


if __name__ == "__main__":
    try:
        main()
    except Failed as failed:
        sys.exit(f"FAILED: {failed}")
