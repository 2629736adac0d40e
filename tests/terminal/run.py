#!/usr/bin/python3
"""What commands do for a person at a terminal: an editor that is left empty, and the question before acts that cannot be
taken back. Which acts these are stands in PROTOCOL.md's reference, so a new one is tested or missed here.

usage: run.py BULLETIND BULLETIN PROTOCOL.md
"""
import datetime
import itertools
import json
import os
import re
import socket
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)) + "/../support")
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)) + "/../application")
from forms import write_application  # noqa: E402
from house import Failed, House  # noqa: E402
from terminal import Terminal  # noqa: E402


def check(condition, what):
    if not condition:
        raise Failed(what)


class Town(House):
    def __init__(self, daemon, command):
        super().__init__(daemon, command)
        self.start()
        self.operator("channel", "create", "roads", "Roads", "--read", "everyone", "--publish", "committee")
        self.operator("channel", "create", "forum", "Forum", "--read", "everyone", "--speak", "committee",
                      "--publish", "committee", "--moderate", "committee")
        self.operator("department", "create", "labour", "Labour Bureau")
        self.member("li", "li", "--role", "committee")
        self.member("wang", "wang", "--role", "office", "--department", "labour", "--signs")
        self.counter = itertools.count(1)

    def at_terminal(self, *words, home="li", stderr=None, columns=80, **more):
        return Terminal([self.command, *words], self.env(home, **more), stderr, columns)

    def env(self, home, **more):
        if home == "operator":
            more.setdefault("BULLETIN_SERVER", f"unix:{self.data}/control")
        return super().env(home, **more)

    def facts(self):
        return json.loads(self.operator("status", "--json"))["facts"]

    def notice(self):
        """One that wang has opened, so that showing it again says nothing new."""
        id_ = self.run("li", "publish", "roads", "Works at night", "--text", "t", "--to", "labour",
                       "--receipt").stdout.split()[0]
        self.run("wang", "read", id_)
        return id_

    def round(self):
        """The year of one that is open, alone."""
        rows = [json.loads(line) for line in self.run("li", "round", "list", "--json").stdout.splitlines()]
        for row in rows:
            if row.get("stage", "closed") != "closed":
                return str(row["year"])
        year = str(2001 + len(rows))
        self.run("li", "round", "open", year, "The first round", "90d")
        return year

    def award(self):
        """One that was given for an achievement of its own."""
        done = self.run("li", "publish", "roads", "One window for all").stdout.split()[0]
        if not self.run("li", "award", "titles", "--json").stdout.count("service-innovation"):
            self.run("li", "award", "define", "service-innovation", "Service Innovation Award")
        return self.run("li", "award", "give", "service-innovation", "2006", done, done, "--department",
                        "labour").stdout.split()[0]

    def rated(self, *moves):
        """Who gave a bad rating of labour, and its id, after these moves of the committee and of who gave it."""
        who = f"n{next(self.counter)}"
        self.member(who, who, "--role", "resident")
        id_ = self.run(who, "rate", "labour", "dissatisfied", "--comment", "Two hours in a queue").stdout.split()[0]
        for move in moves:
            self.run(who if move == "appeal" else "li", "rating", move, id_, "a reason", "--yes")
        return who, id_

    def evaluate(self, brand, verdict):
        row = json.loads(self.run("li", "brand", "show", brand, "--json").stdout.splitlines()[0])
        self.as_house("call", "brand.evaluate", f"id={brand}", f"seen={row['head']}", f"verdict={verdict}")

    def application(self, *stages):
        """Of a department of its own: who may sign for it, its id and its name, brought through these stages."""
        who = f"n{next(self.counter)}"
        self.operator("department", "create", who, who)
        self.member(who, who, "--role", "office", "--department", who, "--signs")
        form = write_application(self.folder, who, name=f"Brand of {who}")
        brand = self.run(who, "brand", "submit", form, "--year", self.round()).stdout.split()[0]
        for stage in stages:
            if stage in ("evaluating", "passed"):
                self.evaluate(brand, stage)
            else:
                self.run("li", *self.words(brand, f"brand {stage}"))
        return who, brand, f"Brand of {who}"

    def words(self, brand, line):
        """A command about a brand: NAMING stands for what a batch of it alone needs."""
        return [brand if word == "ID" else word for part in line.split() for word in (self.naming(brand) if part == "NAMING" else [part])]

    def naming(self, brand):
        rows = [json.loads(line) for line in self.run("li", "brand", "list", "--year", self.round(), "--json").stdout.splitlines()]
        batch = max((row.get("batch", 0) for row in rows), default=0) + 1
        meeting = self.run("li", "activity", "announce", "roads", "The naming", "naming-meeting", "9d").stdout.split()[0]
        return ["--brands", brand, "--batch", str(batch), "--activity", meeting]

    def guidance(self):
        """A department that follows the example of another's brand."""
        brand = self.application(*PASSED, "name NAMING --yes")[1]
        department = f"n{next(self.counter)}"
        self.operator("department", "create", department, department)
        return self.run("li", "guide", department, "--by", brand).stdout.split()[0]

    def somebody(self):
        name = f"n{next(self.counter)}"
        self.member(name, name, "--role", "committee", "--title", "A name")
        return name

    def headlines(self):
        return self.run("li", "headlines", "roads", "--json").stdout


def editor(town, name, script):
    path = f"{town.folder}/{name}"
    with open(path, "w", encoding="utf-8") as file:
        file.write("#!/bin/sh\n" + script + "\n")
    os.chmod(path, 0o755)
    return path


def test_an_editor_left_empty(town):
    """Each command that opens an editor ends with a sentence and sends nothing."""
    notice = town.run("li", "publish", "roads", "Works", "--text", "At night.").stdout.split()[0]
    draft = town.run("li", "publish", "roads", "Later", "--text", "By day.", "--at", "3d").stdout.split()[0]
    before = town.headlines()
    emptied = editor(town, "emptied", ': > "$1"')
    for words in (("publish", "roads", "Nothing"), ("revise", notice), ("schedule", "edit", draft)):
        terminal = town.at_terminal(*words, EDITOR=emptied)
        status = terminal.end()
        check(status > 0 and "No text was written" in terminal.shown,
              f"{' '.join(words)}: ended with {status}: {terminal.shown!r}")
        terminal.remove()
    check(town.headlines() == before, "something was sent")


def test_long_answers_page(town):
    """Each screen that may be long goes through the pager, in lines for the terminal and not for the pipe."""
    long = "Every office answers within three working days. " * 12
    month = datetime.date.today().strftime("%Y-%m")
    town.operator("channel", "create", "themes", "Themes", "--publish", "committee")
    notice = town.run("li", "publish", "roads", "Works on the road to the harbour", "--text", long, "--to", "labour",
                      "--receipt").stdout.split()[0]
    thread = town.run("li", "forum", "open", "forum", "What is a promise worth?", "--text", long).stdout.split()[0]
    visit = town.run("li", "activity", "announce", "roads", "A visit", "visit", "9d", "--text", long).stdout.split()[0]
    town.run("li", "theme", "plan", month, "Our service brand", "--text", long)
    pager = editor(town, "pager", 'printf paged; cat')
    while not town.run("li", "search", "promise").stdout:
        pass  # the index trails; what was found is its own word
    for words in (("read", notice), ("receipts", notice), ("headlines", "roads"), ("channels",), ("search", "promise"),
                  ("forum", "show", thread), ("forum", "threads", "forum"), ("activity", "show", visit),
                  ("activity", "list"), ("theme", "show", month), ("theme", "list")):
        terminal = town.at_terminal(*words, stderr=subprocess.DEVNULL, PAGER=pager, COLUMNS="", columns=60)
        status = terminal.end()
        widest = max(map(len, terminal.shown.replace("paged", "").split("\n")))
        check(status == 0 and terminal.shown.count("paged") == 1 and widest <= 60,
              f"{' '.join(words)}: ended with {status}, {widest} columns: {terminal.shown!r}")
        terminal.remove()


PASSED = ("accept ID --revision 1 --yes", "evaluating", "passed")


def of_brand(town, who, words, *stages, shows="round of"):
    """By that person, or by whoever signs for its department."""
    signer, brand, name = town.application(*stages)
    return who or signer, town.words(brand, " ".join(words)) if "NAMING" in words else [
        brand if word == "ID" else word for word in words], [name, shows]


def of_round(town):
    """One that ends at least this application."""
    town.application()
    return "li", ["round", "close", town.round(), "enough"], ["The first round", "open", "not accepted yet, and end"]


def of_rating(rated, who, verb, *words):
    """By who gave it, or by somebody else."""
    rater, id_ = rated
    return who or rater, ["rating", verb, id_, *words], ["dissatisfied with labour", "Two hours in a queue"]


# No plain arguments: options, or found by the command.
FOUND = {"brand.name": ["brands", "heads", "batch", "activity", "channel", "headline"]}
# Who does it, with which words, and what the question has to show: what it is about, and who is concerned.
FINAL = {
    "withdraw": lambda town: ("li", ["withdraw", town.notice(), "a mistake"], ["Works at night", "labour"]),
    "erase": lambda town: ("li", ["erase", town.notice(), "by order"], ["Works at night", "labour"]),
    "sign": lambda town: ("wang", ["sign", town.notice()], ["Works at night", "for labour"]),
    "activity.cancel": lambda town: ("li", ["activity", "cancel", town.run(
        "li", "activity", "announce", "roads", "A visit", "visit", "9d", "--to", "labour").stdout.split()[0], "rain"],
        ["A visit", "Departments invited: 1"]),
    "round.close": of_round,
    "brand.withdraw": lambda town: of_brand(town, None, ["brand", "withdraw", "ID", "a mistake"]),
    "brand.accept": lambda town: of_brand(town, "li", ["brand", "accept", "ID"], shows="Revision 1 of 1, handed in"),
    "brand.return": lambda town: of_brand(town, "li", ["brand", "return", "ID", "a promise is missing"],
                                          shows="Revision 1 of 1, handed in"),
    "brand.name": lambda town: of_brand(town, "li", ["brand", "name", "NAMING"], *PASSED, shows="Named at: The naming, "),
    "brand.revoke": lambda town: of_brand(town, "li", ["brand", "revoke", "ID", "a promise was broken"], *PASSED,
                                          "name NAMING --yes", "review ID"),
    "guide.end": lambda town: ("li", ["guide", "end", town.guidance(), "they have learnt it"], ["Brand of ", "follows the example of"]),
    "rating.settle": lambda town: of_rating(town.rated(), None, "settle"),
    "rating.set-aside": lambda town: of_rating(town.rated(), "li", "set-aside", "a mistake"),
    "rating.appeal": lambda town: of_rating(town.rated("set-aside"), None, "appeal", "it was so"),
    "rating.uphold": lambda town: of_rating(town.rated("set-aside", "appeal"), "li", "uphold", "it was not"),
    "rating.restore": lambda town: of_rating(town.rated("set-aside", "appeal"), "li", "restore", "it was"),
    "award.withdraw": lambda town: ("li", ["award", "withdraw", town.award(), "a mistake"],
                                    ["Service Innovation Award", "to labour", "It honours roads/"]),
    "account.leave": lambda town: (town.somebody(), ["account", "leave"], ["Your account", "your name"]),
    "account.revoke": lambda town: ("operator", ["account", "revoke", "NAME"], ["ACCOUNT ", "NAME", "A name"]),
    "account.erase": lambda town: ("operator", ["account", "erase", "NAME", "by order"], ["NAME"]),
    "key.revoke": lambda town: ("operator", ["key", "revoke", "KEY"], ["KEY ", "NAME"]),
}


def made(town, verb):
    """Who, words and what is to be shown, with a new person where one is needed."""
    who, words, parts = FINAL[verb](town)
    if "NAME" in parts:
        name = town.somebody()
        key = town.run(name, "key", "list").stdout.split("\n")[1].split()[0]  # below the titles
        words = [{"NAME": name, "KEY": key}.get(word, word) for word in words]
        parts = [name if part == "NAME" else part for part in parts]
    return who, words, parts


def verbs_of(protocol):
    """Every verb of the reference: whether it is final, and its fields that must be there."""
    with open(protocol, encoding="utf-8") as file:
        parts = re.split(r"\n#### `", file.read().split("\n### Verbs\n")[1].split("\n### ")[0])[1:]
    return {part.split("`")[0]: ("cannot be taken back" in part, re.findall(r"\| `(\w+)` \| required \|", part))
            for part in parts}


def test_what_cannot_be_taken_back_is_all_here(town):
    final = {verb for verb, (is_final, _) in town.verbs.items() if is_final}
    check(final == set(FINAL), f"the reference has {sorted(final)}")


def test_every_command_takes_yes_or_has_no_need(town):
    listed = re.findall(r"^  (\S+(?: \S+)?)  ", town.run("li", "help").stdout, re.M)
    listed.remove("help")
    check(len(listed) > 50, f"help lists {listed}")
    for command in listed:
        asks = town.verbs.get(command.replace(" ", "."), (False,))[0]
        # glibc's argp never frees an empty list of options once it has printed it: that is no leak of ours.
        said = town.run("li", *command.split(), "--help", ASAN_OPTIONS="detect_leaks=0").stdout
        check(("--yes" in said) == asks, f"{command} --help: {said}")


def test_nothing_is_sent_where_nobody_can_be_asked(town):
    """Not even a connection is made. Each stream in turn is no terminal."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        server = f"bulletin://127.0.0.1:{listener.getsockname()[1]}/{town.url.rsplit('/', 1)[1]}"
        for verb in FINAL:
            fields = [field for field in town.verbs[verb][1] if field != "seen" and field not in ("head", "revision_head") and
                      field not in FOUND.get(verb, ())]
            words = verb.split(".") + ["x/1" if field == "id" else "00" * 32 if field == "key" else "2006" if field == "year" else "x" for field in fields]
            done = town.run("li", *words, "--server", server, stdin="y\n", status=2)
            check("it needs --yes" in done.stderr, f"{verb}: {done.stderr}")
            terminal = town.at_terminal(*words, "--server", server, stderr=subprocess.PIPE)
            said = terminal.process.stderr.read().decode()
            check(terminal.end() == 2 and "it needs --yes" in said, f"{verb}, with its errors elsewhere: {said}")
            terminal.process.stderr.close()
            terminal.remove()
        try:
            listener.accept()
        except BlockingIOError:
            return
        raise Failed("somebody dialled")


def asked(town, verb, typed):
    """Asks, types, and gives the exit status and how many facts came of it."""
    who, words, parts = made(town, verb)
    before = town.facts()
    terminal = town.at_terminal(*words, home=who)
    terminal.until("Go on? [y/N] ")
    missing = [part for part in parts if part not in terminal.shown]
    check(not missing, f"{verb}: {missing} is not in {terminal.shown!r}")
    terminal.type(typed)
    status = terminal.end()
    shown = terminal.shown
    terminal.remove()
    return status, town.facts() - before, shown


def test_no_sends_nothing(town):
    for verb in FINAL:
        for typed in ("n\n", "\n", "yesterday\n", "\x04"):
            status, facts, shown = asked(town, verb, typed)
            check(status == 1 and facts == 0 and "Nothing was done." in shown, f"{verb}, {typed!r}: {facts} facts, {shown!r}")


def test_yes_sends_it(town):
    for verb in FINAL:
        for typed in ("y\n", "YES\n"):
            status, facts, shown = asked(town, verb, typed)
            check(status == 0 and facts > 0, f"{verb}, {typed!r}: {status}, {facts} facts, {shown!r}")


def test_said_beforehand_nobody_is_asked(town):
    for verb in FINAL:
        who, words, _ = made(town, verb)
        before = town.facts()
        done = town.run(who, *words, "--yes")
        check(town.facts() > before and "Go on?" not in done.stderr, f"{verb}: {done.stderr}")


def of_two_revisions(town):
    """An application of which there are two: who signs, its id, and a form for a third."""
    signer, brand, name = town.application()
    forms = [write_application(town.folder, f"{signer}-{i}", name=f"{name}, {i}") for i in (2, 3)]
    town.run(signer, "brand", "revise", brand, forms[0])
    return signer, brand, forms[1]


def test_what_was_not_seen_is_not_changed(town):
    """Each command about what has revisions takes the one that was seen; otherwise it says which it changed."""
    for words in (["accept", "ID"], ["return", "ID", "a promise is missing"], ["withdraw", "ID", "a mistake"],
                  ["revise", "ID", "FORM"]):
        signer, brand, form = of_two_revisions(town)
        who = "li" if words[0] in ("accept", "return") else signer
        command = ["brand", *({"ID": brand, "FORM": form}.get(word, word) for word in words)]
        if words[0] != "revise":
            command.append("--yes")
        before = town.facts()
        for revision, status, said in (("1", 5, "has changed since you saw it"), ("3", 1, "newest revision of"),
                                       ("x", 2, "is no number of a revision")):
            done = town.run(who, *command, "--revision", revision, status=status)
            check(said in done.stderr and town.facts() == before, f"{command} --revision {revision}: {done.stderr}")
        done = town.run(who, *command, "--revision", "2")
        check(town.facts() > before, f"{command}: nothing came of it")
        check(words[0] == "revise" or f"{brand}, revision 2, is" in done.stderr, f"{command}: {done.stderr}")
    notice = town.notice()
    town.run("li", "revise", notice, "--text", "another")
    for words in (["revise", notice, "--text", "a third"], ["withdraw", notice, "a mistake", "--yes"]):
        done = town.run("li", *words, "--revision", "1", status=5)
        check("has changed since you saw it" in done.stderr, f"{words}: {done.stderr}")
    done = town.run("li", "withdraw", notice, "a mistake", "--yes")
    check(f"{notice}, revision 2, is \"Works at night\"." in done.stderr, done.stderr)


def test_what_was_shown_is_what_is_accepted(town):
    """It is revised while the person reads: what was shown is not accepted, nor what came then."""
    signer, brand, form = of_two_revisions(town)
    terminal = town.at_terminal("brand", "accept", brand)
    terminal.until("Go on? [y/N] ")
    check("Revision 2 of 2" in terminal.shown, terminal.shown)
    town.run(signer, "brand", "revise", brand, form)
    before = town.facts()
    terminal.type("y\n")
    status = terminal.end()
    check(status == 5 and town.facts() == before and "has changed since you saw it" in terminal.shown,
          f"{status}: {terminal.shown!r}")
    terminal.remove()


def main():
    town = Town(*sys.argv[1:3])
    town.verbs = verbs_of(sys.argv[3])
    try:
        for name, test in sorted(globals().items()):
            if name.startswith("test_"):
                test(town)
                print("ok  ", name[5:].replace("_", " "))
        return 0
    except Failed as failed:
        print("NO  ", failed)
        return 1
    finally:
        town.remove()


if __name__ == "__main__":
    sys.exit(main())
