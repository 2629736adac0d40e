#!/usr/bin/python3
"""Texts typed in an editor on a terminal: whatever goes wrong, what was typed is there, and it is sent once.

usage: run.py BULLETIND BULLETIN [NAME...]

Editors are small scripts; the terminal is a pseudo-terminal of its own, so that Ctrl-C reaches whom it would reach.
"""
import glob
import json
import os
import pathlib
import pty
import signal
import socket
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE + "/../support")
sys.path.insert(0, HERE + "/../watch")

from house import PATIENCE_S, Failed  # noqa: E402
from town import Town, check, run_tests  # noqa: E402

TYPED = "A text that took an hour.\nSecond line 第二行\n"


class Terminal:
    """A command on a terminal of its own; what it prints is kept."""

    def __init__(self, command, env):
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            try:
                os.execve(command[0], command, env)
            finally:
                os._exit(127)
        self.printed, self.status = b"", None
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        while True:
            try:
                got = os.read(self.master, 4096)
            except OSError:  # its other end is closed
                return
            if not got:
                return
            self.printed += got

    def press(self, keys):
        os.write(self.master, keys)

    def wait_until_it_reads(self):
        """Until it waits in a system call on its standard input."""
        end = time.monotonic() + PATIENCE_S
        while pathlib.Path(f"/proc/{self.pid}/syscall").read_text().split()[1:2] != ["0x0"]:
            check("it reads", time.monotonic() < end)
            threading.Event().wait(0.01)

    def end(self):
        """Its exit status and all it printed."""
        end = time.monotonic() + PATIENCE_S
        while True:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid != 0:
                break
            if time.monotonic() > end:
                os.kill(self.pid, signal.SIGKILL)
                raise Failed(f"it does not end: {self.printed.decode(errors='replace')}")
            threading.Event().wait(0.01)
        self.reader.join(PATIENCE_S)
        os.close(self.master)
        return os.waitstatus_to_exitcode(status), self.printed.decode(errors="replace").replace("\r\n", "\n")


class Desk:
    """Somebody at a terminal, with an editor that does what a test says."""

    def __init__(self, town):
        self.town, self.text = town, town.folder + "/to-type"
        pathlib.Path(self.text).write_text(TYPED, encoding="utf-8")
        self.editor, self.opened = town.folder + "/editor", town.folder + "/opened"
        self.types()

    def program(self, does):
        path = pathlib.Path(self.editor)
        path.write_text(f"#!/bin/sh\necho x >>'{self.opened}'\n{does}\n", encoding="utf-8")
        path.chmod(0o700)

    def types(self, then="exit 0"):
        self.program(f"cat '{self.text}' >\"$1\"\n{then}")

    def start(self, *words, home="office", **more):
        env = dict(self.town.env(home, **more), EDITOR=self.editor, TERM="dumb")
        return Terminal([self.town.command, *words], env)

    def run(self, *words, status=0, **more):
        got, printed = self.start(*words, **more).end()
        check(f"{' '.join(words)} ended with {got}, not {status}", got == status, printed)
        return printed

    def times_opened(self):
        return len(pathlib.Path(self.opened).read_text().splitlines()) if os.path.exists(self.opened) else 0

    def kept(self, home="office"):
        """The texts that are kept, by their paths."""
        return {path: pathlib.Path(path).read_text(encoding="utf-8")
                for path in sorted(glob.glob(f"{self.town.folder}/{home}/unsent/*/text"))}

    def published(self, channel="roads"):
        rows = self.town.run("office", "headlines", channel, "--json").stdout.splitlines()
        return [json.loads(row) for row in rows]

    def text_of(self, id_):
        return json.loads(self.town.run("office", "read", id_, "--json").stdout)["text"]


def test_published(town):
    desk = Desk(town)
    printed = desk.run("publish", "roads", "h")
    check("its id is printed", "roads/2" in printed, printed)
    check("as it was typed", desk.text_of("roads/2") == TYPED.rstrip("\n"))
    check("and nothing is kept", os.listdir(town.folder + "/office/unsent") == [])


# What is wrong before the editor opens, how it ends, and what it names.
BEFORE = {
    "the channel is unknown": (["publish", "raods", "h"], 5, "raods"),
    "I may not publish there": (["publish", "drafts", "h"], 5, "drafts"),
    "the day is past": (["publish", "roads", "h", "--at", "2020-01-01"], 2, "past"),
    "the due date is past": (["publish", "roads", "h", "--to", "labour", "--receipt", "--due", "2020-01-01 10:00"], 2,
                             "past"),
    "an option is wrong": (["publish", "roads", "h", "--priority", "soon"], 2, "soon"),
    "a file is not there": (["publish", "roads", "h", "--attach", "/nowhere/x"], 1, "/nowhere/x"),
    "there is nothing to revise": (["revise", "roads/99"], 5, "roads/99"),
    "its new date is past": (["revise", "{id}", "--due", "2020-01-01"], 2, "past"),
    "there is nothing to edit": (["schedule", "edit", "desk/roads/99"], 5, "desk/roads"),
    "no theme is open": (["theme", "say"], 5, "theme"),
}


def test_what_can_be_known_is_said_before_the_editor_opens(town):
    desk = Desk(town)
    id_ = town.publish("old")[0]
    for what, (words, status, part) in BEFORE.items():
        printed = desk.run(*[word.format(id=id_) for word in words], status=status)
        check(f"{what}: it says so", part in printed, printed)
        check(f"{what}: no editor opens", desk.times_opened() == 0)
    town.end()
    printed = desk.run("publish", "roads", "h", "--timeout", "1", status=3)
    check("the server is down: no editor opens", desk.times_opened() == 0 and "reached" in printed, printed)
    town.start()


def test_the_server_goes_away_meanwhile(town):
    """The connection is not kept while somebody types, so it is noticed only when the text is there."""
    desk = Desk(town)
    os.mkfifo(town.folder + "/go")
    desk.types(f"read x <'{town.folder}/go'")
    old = town.publish("old")[0]
    for words in (["publish", "roads", "一", "--attach", desk.text], ["revise", old, "--headline", "new"],
                  ["schedule", "edit", town.run("office", "publish", "roads", "later", "--at", "3d", "--text",
                                                "t").stdout.split()[0]]):
        terminal = desk.start(*words, "--timeout", "1")
        with open(town.folder + "/go", "w", encoding="utf-8") as go:  # the editor has written and waits
            town.end()
            go.write("\n")
        status, printed = terminal.end()
        kept = desk.kept()
        check("it says that the server is away", status == 3, printed)
        check("what was typed is kept", list(kept.values()) == [TYPED], kept)
        path = next(iter(kept))
        check("for nobody else", os.stat(path).st_mode & 0o77 == 0 and os.stat(os.path.dirname(path)).st_mode & 0o77 == 0)
        command = " ".join(words[:2 if words[0] == "schedule" else 1])
        check("where, and how to go on", path in printed and f"{command} --resume" in printed, printed)
        desk.run(*command.split(), "--resume", "--timeout", "1", status=3)
        check("trying again without success loses nothing", list(desk.kept().values()) == [TYPED])
        town.start()
        opened = desk.times_opened()
        desk.run(*command.split(), "--resume")
        check("nobody has to type it again", desk.times_opened() == opened)
        check("and then it is gone", desk.kept() == {})
    check("each is there", desk.text_of("roads/3") == TYPED.rstrip("\n") == desk.text_of(old))


class Cut(threading.Thread):
    """A way to the server on which the answer to an act is lost."""

    def __init__(self, town):
        super().__init__(daemon=True)
        self.town = town
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]

    def run(self):
        while True:
            client, _ = self.listening.accept()
            threading.Thread(target=self.carry, args=(client,), daemon=True).start()

    def carry(self, client):
        with client, socket.create_connection(self.town.address) as server:
            back = threading.Thread(target=self.carry_back, args=(server, client), daemon=True)
            back.start()
            self.pump(client, server)
            back.join()

    @staticmethod
    def pump(source, sink):
        try:
            while got := source.recv(65536):
                sink.sendall(got)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def carry_back(self, server, client):
        """Once the town has the act, nothing goes back."""
        try:
            while got := server.recv(65536):
                if self.town.has_it():
                    break
                client.sendall(got)
            client.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def test_a_lost_answer_publishes_once(town):
    """The act was taken and its answer never came: what is gone on with is the same act."""
    desk = Desk(town)
    town.has_it = lambda: "lost answer" in town.run("reader", "headlines", "roads").stdout
    cut = Cut(town)
    cut.start()
    server = f"bulletin://127.0.0.1:{cut.port}/{town.url.rsplit('/', 1)[1]}"
    printed = desk.run("publish", "roads", "lost answer", "--server", server, "--timeout", "2", status=3)
    check("it says that the server may have it", "may have it" in printed, printed)
    check("the text is kept with its act", len(desk.kept()) == 1 and len(glob.glob(
        town.folder + "/office/unsent/*/act")) == 1)
    first = desk.published()
    check("the server has it", [row["headline"] for row in first] == ["lost answer"], first)
    printed = desk.run("publish", "--resume", "--server", town.url)
    check("the same id comes", first[0]["id"] in printed, printed)
    check("it is there once", len(desk.published()) == 1, desk.published())
    check("and nothing is kept", desk.kept() == {})


def test_an_act_that_was_never_taken_is_sent(town):
    """Signed and kept, and the server went away before it came: it is published by going on."""
    desk = Desk(town)
    os.mkfifo(town.folder + "/go")
    desk.types(f"read x <'{town.folder}/go'")
    terminal = desk.start("publish", "roads", "h", "--timeout", "1")
    with open(town.folder + "/go", "w", encoding="utf-8") as go:
        town.process.process.send_signal(signal.SIGSTOP)
        go.write("\n")
    status, printed = terminal.end()
    town.process.process.send_signal(signal.SIGKILL)
    town.end(signal.SIGKILL)
    check("no answer arrived", status == 3, printed)
    town.start()
    desk.run("publish", "--resume")
    check("it is there once", len(desk.published()) == 1, desk.published())


def test_refused_after_it_was_typed(town):
    """The right is taken away while somebody types."""
    desk = Desk(town)
    os.mkfifo(town.folder + "/go")
    desk.types(f"read x <'{town.folder}/go'")
    terminal = desk.start("publish", "roads", "h")
    with open(town.folder + "/go", "w", encoding="utf-8") as go:
        town.operator("channel", "change", "roads", "--publish", "committee")
        go.write("\n")
    status, printed = terminal.end()
    check("it is refused", status == 5 and "may not publish" in printed, printed)
    check("and kept, with no act", list(desk.kept().values()) == [TYPED] and
          glob.glob(town.folder + "/office/unsent/*/act") == [])
    town.operator("channel", "change", "roads", "--publish", "office")
    desk.run("publish", "--resume")
    check("then it is there", len(desk.published()) == 1)


def test_ctrl_c_is_the_editors(town):
    """Ctrl-C and Ctrl-\\ reach the editor alone; the terminal is as it was afterwards."""
    desk = Desk(town)
    desk.types(f"""trap 'echo caught >>"{town.folder}/caught"' INT QUIT
stty raw -echo
echo ready
while [ ! -e "{town.folder}/caught" ]; do sleep 0.05; done
stty isig
exit 0""")
    for key in (signal.SIGINT, signal.SIGQUIT):
        if os.path.exists(town.folder + "/caught"):
            os.unlink(town.folder + "/caught")
        terminal = desk.start("publish", "roads", key.name)
        end = time.monotonic() + PATIENCE_S
        while b"ready" not in terminal.printed and time.monotonic() < end:
            threading.Event().wait(0.01)
        os.killpg(os.tcgetpgrp(terminal.master), key)  # raw: the key itself would be a letter
        status, printed = terminal.end()
        check("bulletin lives on and publishes", status == 0 and "roads/" in printed, printed)
    check("both are there", len(desk.published()) == 2)


def test_the_terminal_is_as_it_was(town):
    desk = Desk(town)
    desk.types("stty raw -echo\nkill -9 $$")
    wrapper = f"""stty -a >"{town.folder}/before"; "{town.command}" publish roads h; stty -a >"{town.folder}/after"; exit 0"""
    env = dict(town.env("office"), EDITOR=desk.editor, TERM="dumb")
    Terminal(["/bin/sh", "-c", wrapper], env).end()
    before, after = (pathlib.Path(f"{town.folder}/{when}").read_text() for when in ("before", "after"))
    check("an editor that died left the terminal as it was", before == after, after)
    check("and what it had written", list(desk.kept().values()) == [TYPED])


def test_editors_that_fail(town):
    desk = Desk(town)
    desk.program("exit 1")
    printed = desk.run("publish", "roads", "h", status=1)
    check("nothing was typed, nothing is kept", "editor failed" in printed and desk.kept() == {}, printed)
    desk.program("exit 0")
    printed = desk.run("publish", "roads", "h", status=2)
    check("left empty", "No text" in printed and desk.kept() == {}, printed)
    desk.program("printf ' \\n\\n' >\"$1\"")
    desk.run("publish", "roads", "h", status=2)
    check("blanks are no text", desk.kept() == {})
    desk.types("exit 3")
    printed = desk.run("publish", "roads", "h", status=1)
    check("what it wrote before it failed is kept", list(desk.kept().values()) == [TYPED], printed)
    check("nothing was published", desk.published() == [])
    desk.types(f"mv \"$1\" \"$1.new\"; mv \"$1.new\" \"$1\"; echo x >\"$1~\"")
    desk.run("publish", "--resume", "--edit")
    check("an editor that replaces the file and leaves a copy", desk.kept() == {} and len(desk.published()) == 1)
    check("nothing is left of it", os.listdir(town.folder + "/office/unsent") == [])


def test_killed_in_the_editor(town):
    """The machine goes down, or the window is closed: what the editor had saved is there."""
    desk = Desk(town)
    desk.types('kill -9 "$(cut -d" " -f4 "/proc/$PPID/stat")"')  # past the shell that runs it
    status, printed = desk.start("publish", "roads", "h").end()
    check("it was killed", status == -signal.SIGKILL, printed)
    check("and the text is there", list(desk.kept().values()) == [TYPED])
    desk.run("publish", "--resume")
    check("and is sent", len(desk.published()) == 1 and desk.kept() == {})


def test_several_are_listed(town):
    desk = Desk(town)
    desk.types("exit 3")
    for number in range(3):
        desk.run("publish", "roads", f"h{number}", status=1)
    printed = desk.run("publish", "--resume", status=2)
    check("each has a line", all(f"{number}  A text that took an hour." in printed for number in (1, 2, 3)), printed)
    rows = [json.loads(line) for line in town.run("office", "publish", "--resume", "--json", status=2).stdout.splitlines()]
    check("and as JSON", [row["number"] for row in rows] == [1, 2, 3], rows)
    desk.run("publish", "--resume=2")
    check("the second goes", [row["headline"] for row in desk.published()] == ["h1"])
    printed = desk.run("publish", "--resume=2", status=1)
    check("it is there no more", "2" in printed, printed)
    printed = desk.run("revise", "--resume", status=1)
    check("another command says where there is something", "publish" in printed, printed)
    for wrong in ("0", "x", "-1"):
        desk.run("publish", f"--resume={wrong}", status=2)
    desk.run("publish", "--resume", "more", status=2)
    desk.types()
    desk.run("publish", "--resume=1", "--edit"), desk.run("publish", "--resume")
    check("all are sent", len(desk.published()) == 3 and desk.kept() == {})


def test_from_another_folder(town):
    """The home and the attached file are meant from where each was said."""
    desk = Desk(town)
    desk.types("exit 3")
    here, there = town.folder + "/here", town.folder + "/there"
    os.mkdir(here), os.mkdir(there)
    pathlib.Path(here + "/plan.txt").write_text("A plan.\n", encoding="utf-8")
    words = ["sh", "-c", 'cd "$0" && exec "$@"']
    env = dict(town.env("office"), EDITOR=desk.editor, TERM="dumb")
    status, printed = Terminal(["/bin/" + words[0], *words[1:], here, town.command, "publish", "roads", "h", "--attach",
                                "plan.txt"], env).end()
    check("it is kept", status == 1 and len(desk.kept()) == 1, printed)
    status, printed = Terminal(["/bin/" + words[0], *words[1:], there, town.command, "--home", "../office", "publish",
                                "--resume"], env).end()
    check("it is sent", status == 0 and len(desk.published()) == 1, printed)
    check("and gone", os.listdir(town.folder + "/office/unsent") == [])


def test_two_at_once(town):
    """One that is being written is nobody else's."""
    desk = Desk(town)
    os.mkfifo(town.folder + "/go")
    desk.types(f"read x <'{town.folder}/go'")
    terminal = desk.start("publish", "roads", "h")
    with open(town.folder + "/go", "w", encoding="utf-8") as go:
        printed = desk.run("publish", "--resume", status=1)
        check("it says that it is being written", "being written" in printed, printed)
        go.write("\n")
    check("it is published", terminal.end()[0] == 0 and len(desk.published()) == 1)


def test_what_it_was_written_for_has_changed(town):
    desk = Desk(town)
    old = town.publish("old")[0]
    desk.types("exit 3")
    desk.run("revise", old, status=1)
    town.run("office", "revise", old, "--headline", "by a colleague")
    printed = desk.run("revise", "--resume", status=5)
    check("nobody's revision is written over unseen", "has changed" in printed and "--file" in printed, printed)
    path = next(iter(desk.kept()))
    town.run("office", "revise", old, "--file", path)
    check("the text can be had by its path", desk.text_of(old) == TYPED.rstrip("\n"))


def test_unchanged(town):
    desk = Desk(town)
    old = town.run("office", "publish", "roads", "h", "--text", "as it stands").stdout.strip()
    desk.program("exit 0")
    printed = desk.run("revise", old, status=2)
    check("nothing would change, nothing is kept", desk.kept() == {}, printed)


def test_typed_into_standard_input(town):
    desk = Desk(town)
    terminal = desk.start("publish", "roads", "h", "--file", "-", "--timeout", "1")
    terminal.wait_until_it_reads()
    town.end()
    terminal.press("said directly\n".encode())
    terminal.press(b"\x04")
    status, printed = terminal.end()
    check("it is kept too", status == 3 and list(desk.kept().values()) == ["said directly\n"], printed)
    town.start()
    desk.run("publish", "--resume")
    check("and sent", desk.published()[0]["headline"] == "h" and desk.text_of("roads/2") == "said directly")


if __name__ == "__main__":
    sys.exit(run_tests(globals()))
