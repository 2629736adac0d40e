"""Applications and what comes of them, made anew each time: part of the house of run.py. It knows no output."""

import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)) + "/../application")
from forms import write_application  # noqa: E402


class Applications:
    """For a house that has rounds, new names and lines."""

    def form(self):
        called = self.new()
        return write_application(self.folder, called, name=called)

    def signer(self):
        """Somebody who may sign for a department of their own, while a round is open."""
        name = self.new()
        self.round()
        self.operator("department", "create", name, name)
        self.member(name, name, "--role", "office", "--department", name, "--signs")
        return name

    def application(self):
        """Whose it is, and its id."""
        who = self.signer()
        return who, self.line("brand", "submit", self.form(), home=who)

    def evaluate(self, brand, verdict):
        row = json.loads(self.run("li", "brand", "show", brand, "--json").stdout.splitlines()[0])
        self.as_house("call", "brand.evaluate", f"id={brand}", f"seen={row['head']}", f"verdict={verdict}")

    def passed(self):
        """One that can be named."""
        brand = self.application()[1]
        self.run("li", "brand", "accept", brand, "--yes")
        self.evaluate(brand, "evaluating"), self.evaluate(brand, "passed")
        return brand

    def naming(self, brand):
        """The command that names it: each is of a round of its own, and so in the first batch of that."""
        return ["brand", "name", "--brands", brand, "--batch", "1", "--activity", self.activity(), "--yes"]

    def named(self, *verbs):
        """One that is named, and what was done to it since."""
        brand = self.passed()
        self.run("li", *self.naming(brand))
        for verb in verbs:
            self.run("li", "brand", verb, brand)
        return brand

    def guidance(self):
        department = self.new()
        self.operator("department", "create", department, department)
        return self.line("guide", department, "--by", self.named())

    def revised(self):
        who, brand = self.application()
        self.run(who, "brand", "revise", brand, self.form())
        return brand

    def counselled(self, *more):
        """By whose it is, its id, and the id of what was said about it."""
        who, brand = self.application()
        return who, brand, self.line("counsel", brand, self.new(), *more, home=who)

    def task(self):
        """The id of one that waits for whom is named first."""
        who, brand = self.application()
        return who, self.line("counsel", "ask", brand, self.new())

    def expert(self):
        name = self.new()
        self.member(name, name, "--role", "expert")
        return name

    def invited(self):
        """What an expert is invited to, and who that is."""
        brand, expert = self.application()[1], self.expert()
        self.run("li", "counsel", "invite", brand, expert)
        return [brand, expert]


def of_application(town, verb, *more):
    """By whose it is, on a new one."""
    who, brand = town.application()
    return who, ["brand", verb, brand, *more]
