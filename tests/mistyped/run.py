#!/usr/bin/python3
"""Every command, typed wrongly, says what would be right. The commands and their options come from the help itself.

usage: run.py BULLETIN PROTOCOL.md

For each command: an option that is not there names the near one; what a command needs and was not given shows its
line; a word that is none of a few lists them; a command with two letters exchanged names the right one. Each ends with
2 and nothing on standard output. No server is there: nothing of this may dial. And every verb that is for people is a
command: one without code of its own has each of its fields as an option and its sentence as its help.
"""

import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)) + "/../matrix")
from table import Table  # noqa: E402

USAGE = 2
# What programs say to each other: a person reads, fetches or signs instead.
FOR_PROGRAMS = {"blob.get", "facts", "deliver", "open"}
# Lists go on by themselves.
NEVER_TYPED = {"next"}
# What commands with code of their own fill in, or take as plain words.
FILLED_IN = {"receipts": {"limit"}, "search": {"words", "order"}, "account invite": {"code-hash"},
             "key invite": {"code-hash"}}
# They have no argument that must be given, or ask for what is missing in words of their own.
OWN_WORDS = re.compile(r"\?|name the|give|which|one of|Join one first", re.IGNORECASE)


class Failed(Exception):
    pass


class Tool:
    def __init__(self, program, home):
        self.program = program
        self.environ = {"PATH": os.environ["PATH"], "BULLETIN_HOME": home, "LC_ALL": "C.UTF-8"}

    def run(self, *words):
        return subprocess.run([self.program, *words], env=self.environ, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=60)

    def commands(self):
        listed = re.findall(r"^  ((?:[a-z]+ )?[a-z-]+)  +\S", self.run("help").stdout, re.MULTILINE)
        if len(listed) < 50:
            raise Failed(f"the help lists only {len(listed)} commands")
        return [command.split() for command in listed if command != "help"]

    def options(self, command):
        """The long options, and for those of few words these."""
        shown = self.run(*command, "--help").stdout
        return dict(re.findall(r"^ +(?:-., )?--([a-z-]+)(?:\[?=(\S+?)\]?)?(?:,? |$)", shown, re.MULTILINE))


def refused(tool, words, *wanted):
    done = tool.run(*words)
    if done.returncode != USAGE or done.stdout or not all(part in done.stderr for part in wanted):
        raise Failed(f"`{' '.join(words)}` gave {done.returncode}, {done.stdout!r}, {done.stderr!r}; wanted {wanted}")


def exchanged(word):
    """Two different letters in its middle change places."""
    for at in range(1, len(word) - 1):
        if word[at] != word[at + 1]:
            return word[:at] + word[at + 1] + word[at] + word[at + 2:]
    return word + "x"


def wrong_options(tool, command, options):
    for option in options:
        typed = exchanged(option)
        if any(other.startswith(typed) for other in options):
            continue
        done = tool.run(*command, f"--{typed}", "x")
        meant = re.search(r"Did you mean '--([a-z-]+)'\?", done.stderr)
        if done.returncode != USAGE or meant is None or meant[1] not in options or "Usage: bulletin" not in done.stderr:
            raise Failed(f"`{' '.join(command)} --{typed}`: {done.returncode} {done.stderr!r}")
        if meant[1] != option and len(option) > 4:
            raise Failed(f"--{typed} was taken for --{meant[1]}, not --{option}")


def wrong_words(tool, command, options):
    """An option of few words; among what else is missing, the wrong word must be named where all else is there."""
    count = 0
    for option, words in options.items():
        if "|" not in words or not re.fullmatch(r"[a-z|]+", words) or words == "yes|no":
            continue
        arguments = re.search(r"\[OPTION\.\.\.\] ?(.*)", tool.run(*command, "--help").stdout.splitlines()[0])
        plain = ["programme/1" if "ID" in name else "2026-12" if "MONTH" in name else "programme"
                 for name in arguments[1].split() if "[" not in name]
        done = tool.run(*command, f"--{option}=nonesuch", *plain)
        listed = ", ".join(words.split("|"))
        if "nonesuch" in done.stderr:
            count += 1
            if done.returncode != USAGE or listed not in done.stderr:
                raise Failed(f"`{' '.join(command)} --{option}=nonesuch`: {done.returncode} {done.stderr!r}")
    return count


def nothing_given(tool, command):
    """Whoever gives a command nothing learns what it takes, or it does without."""
    first = tool.run(*command, "--help").stdout.splitlines()[0]
    needs = re.search(r"\[OPTION\.\.\.\] [A-Z]", first)
    if not needs:
        return 0
    done = tool.run(*command)
    if done.returncode != USAGE or not ("Usage: bulletin" in done.stderr or OWN_WORDS.search(done.stderr)):
        raise Failed(f"`{' '.join(command)}` without arguments: {done.returncode} {done.stderr!r}")
    return 1


def verbs_are_commands(tool, names, page):
    """By the reference, which is made from the tables; gives how many stand under their verb's own sentence."""
    plain = 0
    for verb in Table(page).verbs:
        words = verb.word.replace(".", " ")
        if verb.roles == "the house alone" or verb.kind.startswith("about this connection") or verb.word in FOR_PROGRAMS:
            continue
        if words not in names:
            raise Failed(f"the verb {verb.word} is no command")
        lines = tool.run(*words.split(), "--help").stdout.split("\n\n", 1)[0].splitlines()[1:]
        if " ".join(lines) != verb.help:
            continue
        plain += 1
        missing = {field.replace("_", "-") for field in verb.fields} - NEVER_TYPED - tool.options(words.split()).keys()
        if missing != FILLED_IN.get(words, set()):
            raise Failed(f"`{words}` has no option for {missing}")
    return plain


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as home:
        tool = Tool(os.path.abspath(sys.argv[1]), home)
        commands = tool.commands()
        names = {" ".join(command) for command in commands}
        lists = needs = 0
        for command in commands:
            options = tool.options(command)
            if not {"home", "json", "server", "timeout"} <= options.keys():
                raise Failed(f"the help of {command} was not understood: {options}")
            wrong_options(tool, command, options)
            lists += wrong_words(tool, command, options)
            needs += nothing_given(tool, command)
            typed = [*command[:-1], exchanged(command[-1])]
            if " ".join(typed) not in names:
                refused(tool, typed, "Did you mean `bulletin ")
        refused(tool, ["xylophone"], "`bulletin help` lists them")
        refused(tool, ["status"], "join")
        plain = verbs_are_commands(tool, names, sys.argv[2])
        if lists < 5 or needs < 25 or plain < 30:
            raise Failed(f"only {lists} lists of words, {needs} missing arguments and {plain} verbs were tried")
    print(f"ok {len(commands)} commands, {lists} lists of words, {needs} missing arguments")


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(f"failed: {failure}")
