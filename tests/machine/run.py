#!/usr/bin/python3
"""What a machine does to the programs from outside: closed descriptors, signals, limits, zones and addresses.

usage: run.py BULLETIND BULLETIN

What they do on a damaged store or a full disk is a matter of ../damage/run.py, and without memory of ../memory/run.py.
"""
import os
import resource
import signal
import socket
import subprocess
import sys
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)) + "/../support")
from house import Failed, House, judged, PATIENCE_S  # noqa: E402


def check(condition, what):
    if not condition:
        raise Failed(what)


def closed(*numbers):
    def close():
        for number in numbers:
            os.close(number)
    return close


def descriptors_of(pid):
    """Where the first three go."""
    return [os.readlink(f"/proc/{pid}/fd/{number}") for number in range(3)]


def served_without_descriptors(house):
    """Started with none of the three, the server keeps every file and socket clear of their numbers."""
    data, control = house.folder + "/closed", house.folder + "/closed.socket"
    server = subprocess.Popen([house.daemon, "serve", "--data", data, "--control", control, "--listen",
                               "127.0.0.1:0"], preexec_fn=closed(0, 1, 2), close_fds=False)
    try:
        # The control socket comes last: whoever is answered there knows that all is open.
        line = ask_control(control, server)
        check(line.startswith("ok "), f"a server without descriptors said {line!r}")
        where = descriptors_of(server.pid)
        check(where == ["/dev/null"] * 3, f"its first three descriptors are {where}")
        with open(data + "/lock", "rb") as lock:
            check(lock.read() == b"", "what it printed went into its lock file")
    finally:
        server.send_signal(signal.SIGTERM)
        check(server.wait(PATIENCE_S) == 0, "it did not end in order")


def ask_control(path, server):
    """The first line of the answer to `status`. It waits for the socket by the one thing that can end the wait."""
    while True:
        if server.poll() is not None:
            raise Failed(f"the server ended with {server.returncode}")
        with socket.socket(socket.AF_UNIX) as asked:
            asked.settimeout(PATIENCE_S)
            try:
                asked.connect(path)
            except (FileNotFoundError, ConnectionRefusedError):
                os.sched_yield()
                continue
            asked.sendall(b"status\n")
            return asked.makefile().readline()


def commands_without_descriptors(house):
    """Nothing that a command prints reaches the server over a connection that took the number of an output."""
    for numbers in ((0,), (1,), (2,), (0, 1, 2)):
        done = subprocess.Popen([house.command, "--server", f"unix:{house.data}/control", "status"],
                                env=house.env("operator"), preexec_fn=closed(*numbers), close_fds=False,
                                stdin=None, stdout=None if 1 in numbers else subprocess.DEVNULL,
                                stderr=None if 2 in numbers else subprocess.DEVNULL)
        status = done.wait(PATIENCE_S)
        check(status == (1 if 1 in numbers else 0), f"without {numbers} `status` ended with {status}")


def hung_up(house):
    """A hang-up, and a signal of a limit, change nothing."""
    for number in (signal.SIGHUP, signal.SIGXFSZ, signal.SIGPIPE):
        house.process.process.send_signal(number)
        check(house.operator("call", "ping").startswith("ok "), f"after {number.name} no answer arrived")


def few_files(house):
    """A limit that is too low is named with what is needed, and with that it starts."""
    def limit(count):
        return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (count, count))

    command = [house.daemon, "serve", "--data", house.folder + "/few", "--listen", "127.0.0.1:0", "--loops", "1"]
    for count in (16, 40):
        done = subprocess.run(command, preexec_fn=limit(count), capture_output=True, text=True, timeout=PATIENCE_S)
        check(done.returncode == 1, f"with {count} files it ended with {done.returncode}: {done.stderr}")
        check(f"the limit of open files is {count}, and " in done.stderr, f"with {count} files it said {done.stderr!r}")
        check(not os.path.exists(house.folder + "/few"), "it began nevertheless")
    needed = int(done.stderr.split(", and ")[1].split()[0])
    server = subprocess.Popen(command, preexec_fn=limit(needed), stdout=subprocess.PIPE, text=True)
    try:
        check(server.stdout.readline().startswith("ready "), f"with {needed} files it did not start")
    finally:
        server.terminate()
        server.wait(PATIENCE_S)
        server.stdout.close()


STATUS = ('ok house={house} version="0.1.0" epoch=1 time=2006-12-01T00:00:00Z facts=1 role=operator '
          'zone="{zone}"\n')


def told_zone(house, zone, command):
    """What the command says to a server that judges days in `zone`, and how it ends."""
    path = house.folder + "/other.socket"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen()

        def answer():
            caller, _ = listening.accept()
            with caller, caller.makefile("rw", encoding="utf-8") as lines:
                for line in lines:
                    lines.write(STATUS.format(house="ab" * 32, zone=zone) if line.startswith("status")
                                else 'error busy "asked for more"\n')
                    lines.flush()
        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        done = house.run("operator", *command, status=None, BULLETIN_SERVER=f"unix:{path}")
    os.unlink(path)
    return done


def zones(house):
    """A server's zone is a name of a zone or it is not used, by any command that judges days."""
    seed = house.folder + "/seed.txt"
    with open(seed, "w", encoding="utf-8") as file:
        file.write("")
    for command in (("calendar", "--ics", "-"), ("import", seed)):
        for zone in ("/etc/hostname", "../../../etc/hostname", "Asia/../../etc/hostname", ":/etc/hostname", "UTC0",
                     "Nowhere/Atall", "."):
            done = told_zone(house, zone, command)
            check(done.returncode != 0 and "time zone" in done.stderr and "asked for more" not in done.stderr,
                  f"{command[0]} with the zone {zone} ended with {done.returncode}: {done.stderr!r}")
        done = told_zone(house, "Asia/Shanghai", command)
        check("time zone" not in done.stderr, f"{command[0]} refused Asia/Shanghai: {done.stderr!r}")
    for zone in ("/etc/hostname", "../x", ":UTC", "", "Nowhere/Atall"):
        done = subprocess.run([house.daemon, "serve", "--data", house.folder + "/zone", "--zone", zone],
                              capture_output=True, text=True, timeout=PATIENCE_S)
        check(done.returncode == 2 and "time zone" in done.stderr,
              f"bulletind --zone {zone!r} ended with {done.returncode}: {done.stderr!r}")


def everywhere(house):
    """What stands for every address of a machine never goes onto an invitation."""
    for listen in ("[::]:0", "0.0.0.0:0", ":0"):
        house.end()
        house.listen = listen
        house.start()
        server = f"unix:{house.data}/control"
        status = house.operator("call", "status")
        check("address=" not in status, f"status on {listen} says {status}")
        for words in (["invite", "li", "--role", "committee"], ["slips", "--count", "1"]):
            done = house.run("operator", "account", *words, status=None, BULLETIN_SERVER=server)
            check(done.returncode != 0 and "--address" in done.stderr,
                  f"account {words[0]} on {listen}: {done.stdout}{done.stderr}")
            done = house.run("operator", "account", *words, "--address", "[::]:7300", status=None,
                             BULLETIN_SERVER=server)
            check(done.returncode != 0 and "Nobody can connect to" in done.stderr,
                  f"account {words[0]} --address [::]:7300: {done.stdout}{done.stderr}")
    check(house.operator("account", "list") == "", "a refused invitation was made nevertheless")
    house.end()
    house.options = ["--public-address", "bulletin.example:7300"]
    house.start()
    printed = house.operator("account", "invite", "li", "--role", "committee")
    check(printed.startswith("bulletin://bulletin.example:7300/"), f"the invitation says {printed}")
    for wrong in ("[::]:7300", "0.0.0.0:7300", "bulletin.example", "bulletin.example:0", "::1:7300", "*:7300"):
        done = subprocess.run([house.daemon, "serve", "--data", house.folder + "/public", "--public-address", wrong],
                              capture_output=True, text=True, timeout=PATIENCE_S)
        check(done.returncode == 2 and "public-address" in done.stderr,
              f"--public-address {wrong} ended with {done.returncode}: {done.stderr!r}")


def main():
    house = House(sys.argv[1], sys.argv[2])

    def use():
        house.start()
        for part in (served_without_descriptors, commands_without_descriptors, hung_up, few_files, zones, everywhere):
            part(house)
            print(f"{part.__name__}: as it should be", flush=True)
        house.end()

    return judged(house, use)


if __name__ == "__main__":
    sys.exit(main())
