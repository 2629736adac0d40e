#!/usr/bin/python3
"""What commands do for a person at a terminal: an editor that is left empty.

usage: run.py BULLETIND BULLETIN
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)) + "/../support")
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
        self.member("li", "li", "--role", "committee")

    def at_terminal(self, *words, home="li", **more):
        return Terminal([self.command, *words], self.env(home, **more))

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


def main():
    town = Town(*sys.argv[1:3])
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
