#!/usr/bin/python3
"""Desktop notifications on a bus of their own, with python3-dbusmock in the notification service's place.

usage: run.py SHOW BULLETIND BULLETIN [NAME...]

SHOW (show.c) shows what it is told; the last tests let `bulletin watch --notify` do it. What the service was asked is
read back from the mock. Debian's dbus or python3-dbusmock missing counts as skipped.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))

from each import each, tests_of  # noqa: E402
from house import PATIENCE_S, Failed, House, Process  # noqa: E402

try:
    import dbus
    import dbus.bus
    import dbusmock  # noqa: F401
    MISSING = None if shutil.which("dbus-daemon") else "dbus-daemon"
except ImportError as missing:
    MISSING = missing.name

SERVICE, OBJECT = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
# Without a folder of services: nothing that is installed on this machine is started by a call.
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={path}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


def check(what, good, detail=""):
    if not good:
        raise Failed(f"{what}: {detail}")


class Desk:
    """A bus, the service on it, and the program under test."""

    def __init__(self, show):
        self.show = show
        self.folder = tempfile.mkdtemp(prefix="bulletin-desktop-")
        self.path = self.folder + "/bus"
        self.address = f"unix:path={self.path}"
        with open(self.folder + "/bus.conf", "w", encoding="utf-8") as file:
            file.write(BUS.format(path=self.path))
        self.bus = self.service = self.connection = None
        self.processes = []

    def env(self, **more):
        env = {key: value for key, value in os.environ.items() if not key.startswith(("DBUS_", "XDG_RUNTIME_DIR"))}
        return dict(env, DBUS_SESSION_BUS_ADDRESS=self.address, LC_ALL="C.UTF-8", **more)

    def spawn(self, *command, **more):
        process = Process(list(command), self.env(), **more)
        self.processes.append(process)
        return process

    def start_bus(self):
        self.bus = self.spawn("dbus-daemon", f"--config-file={self.folder}/bus.conf", "--nofork", "--print-address")
        self.bus.out.wait()
        self.connection = dbus.bus.BusConnection(self.address)
        self.connection.set_exit_on_disconnect(False)

    def end_bus(self):
        self.connection.close()
        self.bus.end(signal.SIGKILL)
        os.unlink(self.path)

    def start_service(self, capabilities=None):
        more = ["--parameters", f'{{"capabilities": "{capabilities}"}}'] if capabilities else []
        self.service = self.spawn("/usr/bin/python3", "-m", "dbusmock", "--session", "--template",
                                  "notification_daemon", *more)
        end = time.monotonic() + PATIENCE_S
        while not self.connection.name_has_owner(SERVICE):
            if time.monotonic() > end or self.service.process.poll() is not None:
                raise Failed(f"the notification service did not start: {self.service.err.lines}")
            threading.Event().wait(0.01)

    def end_service(self):
        self.service.end(signal.SIGKILL)

    def start(self, capabilities=None):
        self.start_bus()
        self.start_service(capabilities)

    def calls(self):
        """What Notify was called with, oldest first."""
        mock = dbus.Interface(self.connection.get_object(SERVICE, OBJECT), "org.freedesktop.DBus.Mock")
        names = ("app", "replaces", "icon", "title", "body", "actions", "hints", "expires")
        return [dict(zip(names, args)) for _, args in mock.GetMethodCalls("Notify")]

    def wait_calls(self, count):
        end = time.monotonic() + PATIENCE_S
        while len(calls := self.calls()) < count:
            if time.monotonic() > end:
                raise Failed(f"{len(calls)} of {count} notifications came: {calls}")
            threading.Event().wait(0.01)
        return calls

    def remove(self):
        for process in self.processes:
            process.remove()
        shutil.rmtree(self.folder, ignore_errors=True)


class Shower:
    """show.c, a line at a time."""

    def __init__(self, desk):
        self.process = desk.spawn(desk.show, stdin=subprocess.PIPE)
        self.count = 0

    def show(self, id_, title="t", body="b", priority="normal"):
        self.process.process.stdin.write(f"{id_}\t{priority}\t{title}\t{body}\n")
        self.process.process.stdin.flush()
        self.count += 1
        return self.process.out.wait(self.count)[-1]

    def end(self):
        self.process.process.stdin.close()
        return self.process.end()


def test_what_is_shown(desk):
    desk.start()
    shower = Shower(desk)
    for id_, priority in (("notices/1", "low"), ("notices/2", "normal"), ("notices/3", "urgent")):
        check(f"{id_} is shown", (said := shower.show(id_, "抗震救灾 <b>&", f"正文 <i>{id_}</i> & \"q\" 'q'",
                                                      priority)) == "shown", said)
    check("it ends with 0", shower.end() == 0, shower.process.err.lines)
    calls = desk.calls()
    check("each once", len(calls) == 3, calls)
    for call, id_, urgency, expires in zip(calls, ("notices/1", "notices/2", "notices/3"), (0, 1, 2), (-1, -1, 0)):
        check("who says it", call["app"] == "bulletin", call)
        check("the title is plain text", call["title"] == "抗震救灾 <b>&", call["title"])
        check("the body is escaped", call["body"] == f"正文 &lt;i&gt;{id_}&lt;/i&gt; &amp; \"q\" 'q'", call["body"])
        check("urgency is a byte", call["hints"]["urgency"] == urgency, call["hints"])
        check("the category", call["hints"]["category"] == "x-bulletin.notice", call["hints"])
        check("an urgent one stays", call["expires"] == expires, call)
        check("a new one replaces nothing", call["replaces"] == 0, call)


def test_replaces(desk):
    desk.start()
    shower = Shower(desk)
    for id_ in ("notices/1", "notices/2", "notices/1", "notices/1", "notices/2"):
        shower.show(id_)
    check("the same id replaces", [int(call["replaces"]) for call in desk.calls()] == [0, 0, 1, 1, 2], desk.calls())


def test_remembers_a_bounded_number(desk):
    desk.start()
    shower = Shower(desk)
    for number in range(100):
        shower.show(f"notices/{number}")
    shower.show("notices/99")
    shower.show("notices/0")
    check("the last is replaced", desk.calls()[100]["replaces"] == 100, desk.calls()[100])
    check("the first is forgotten", desk.calls()[101]["replaces"] == 0, desk.calls()[101])


def test_without_markup(desk):
    desk.start(capabilities="body")
    Shower(desk).show("notices/1", body="a < b & c")
    check("nothing is escaped for a service that takes plain text", desk.calls()[0]["body"] == "a < b & c",
          desk.calls())


def test_service_restarts(desk):
    desk.start()
    shower = Shower(desk)
    shower.show("notices/1")
    desk.end_service()
    said = shower.show("notices/1")
    check("without a service it says what to do", "Start a notification service" in said, said)
    desk.start_service()
    check("and shows again with a new one", (said := shower.show("notices/1")) == "shown", said)
    check("the old one's numbers are forgotten", desk.calls()[0]["replaces"] == 0, desk.calls())


def test_bus_restarts(desk):
    desk.start()
    shower = Shower(desk)
    shower.show("notices/1")
    desk.end_bus()
    said = shower.show("notices/1")
    check("a bus that is gone", "D-Bus cannot be reached" in said, said)
    desk.start()
    check("is dialled again", (said := shower.show("notices/1")) == "shown", said)
    desk.end_bus()
    desk.start()
    check("also when nobody saw it go", (said := shower.show("notices/1")) == "shown", said)
    check("it ends with 0", shower.end() == 0, shower.process.err.lines)


def test_no_bus(desk):
    process = desk.spawn(desk.show)
    check("no bus: 3", process.end() == 3, process.out.lines)
    check("in words that help", "DBUS_SESSION_BUS_ADDRESS" in process.out.lines[0], process.out.lines)


def test_silent_bus(desk):
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(desk.path)
        listener.listen()
        process = desk.spawn(desk.show)
        check("a bus that says nothing: 3", process.end() == 3, process.out.lines)


class Office(House):
    """A server with one publisher and one office that watches."""

    def __init__(self, daemon, command):
        super().__init__(daemon, command)
        self.start()
        self.operator("department", "create", "labour", "劳动和社会保障局")
        self.operator("channel", "create", "notices", "Notices")
        self.member("li", "li", "--role", "committee")
        self.member("wang", "wang", "--role", "office", "--department", "labour")


def with_office(test):
    test.needs_office = True
    return test


@with_office
def test_watch_notifies(desk, office):
    desk.start()
    watcher = office.spawn_command("wang", "watch", "notices", "--notify", DBUS_SESSION_BUS_ADDRESS=desk.address)
    watcher.err.wait(part="Following")
    office.run("li", "publish", "notices", "抗震 <救灾> & 部署", "--priority", "urgent", stdin="立即。")
    office.run("li", "publish", "notices", "Meeting tomorrow")
    calls = desk.wait_calls(2)
    check("the headline is shown", "抗震 <救灾> & 部署" in calls[0]["title"], calls[0])
    check("urgent is critical", calls[0]["hints"]["urgency"] == 2, calls[0])
    check("the other is normal", "Meeting tomorrow" in calls[1]["title"] and calls[1]["hints"]["urgency"] == 1,
          calls[1])
    check("it ends with 0", watcher.end(signal.SIGTERM) == 0, watcher.err.lines)


@with_office
def test_watch_reminds_of_what_is_urgent(desk, office):
    desk.start()
    watcher = office.spawn_command("wang", "watch", "notices", "--notify", "--remind", "1s",
                                   DBUS_SESSION_BUS_ADDRESS=desk.address)
    watcher.err.wait(part="Following")
    office.run("li", "publish", "notices", "立即疏散", "--priority", "urgent", "--to", "labour")
    calls = desk.wait_calls(3)
    check("again and again, in the place of the first", [int(call["replaces"]) for call in calls[:3]] == [0, 1, 1],
          calls)
    check("it ends with 0", watcher.end(signal.SIGTERM) == 0, watcher.err.lines)


@with_office
def test_watch_without_bus(desk, office):
    done = office.run("wang", "watch", "notices", "--notify", status=3, DBUS_SESSION_BUS_ADDRESS=desk.address)
    check("it says so", "D-Bus cannot be reached" in done.stderr, done.stderr)


def main():
    if MISSING:
        print(f"skipped: {MISSING} is not installed")
        return 77
    show, daemon, command, names = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))

    def run(test):
        desk, office = Desk(show), None
        try:
            if getattr(test, "needs_office", False):
                office = Office(daemon, command)
                test(desk, office)
            else:
                test(desk)
        finally:
            desk.remove()
            if office is not None:
                office.remove()

    return each(tests_of(globals()), names, run)


if __name__ == "__main__":
    sys.exit(main())
