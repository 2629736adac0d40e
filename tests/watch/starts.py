#!/usr/bin/python3
"""Starts bulletind in ways that cannot work: each has its exit code and a sentence that says what to do.

usage: starts.py BULLETIND BULLETIN

It looks at the server from outside only; a store of a newer format is made and refused in the store's own tests.
"""

import os
import pathlib
import signal
import socket
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))

from house import PATIENCE_S, Failed, House, judged  # noqa: E402

DONE, FAILED, USAGE, STORE, BROKEN = range(5)


def refuses(house, what, status, parts, *words):
    """The server ends with `status` before it is ready, and its one sentence has all the parts."""
    done = subprocess.run([house.daemon, *words], capture_output=True, encoding="utf-8", timeout=PATIENCE_S)
    said = done.stderr.strip()
    if done.returncode != status or "ready" in done.stdout or any(part not in said for part in parts):
        raise Failed(f"{what}: ended with {done.returncode}, not {status}, and said {said!r}; wanted {parts}")
    print(f"ok     {what}: {said.splitlines()[0]}", flush=True)


def serve(house, folder, *more):
    return ["serve", "--data", folder, "--listen", "127.0.0.1:0", *more]


def check_usage(house):
    data = house.folder + "/never"
    refuses(house, "no command", USAGE, ["Usage", "--help"])
    refuses(house, "an unknown command", USAGE, ["'brew'", "serve"], "brew", "--data", data)
    refuses(house, "no folder", USAGE, ["--data"], "serve")
    refuses(house, "an unknown option", USAGE, ["--frobnicate"], *serve(house, data, "--frobnicate"))
    refuses(house, "a word too many", USAGE, ["'more'"], *serve(house, data, "more"))
    refuses(house, "a number that is none", USAGE, ["loops", "'many'"], *serve(house, data, "--loops", "many"))
    if os.path.exists(data):
        raise Failed("wrong usage made a folder")


def check_config(house):
    path = house.folder + "/bulletind.conf"
    bad = {"there is no setting 'colour'": "loops = 1\ncolour = red\n", "name = value": "loops = 1\nnonsense\n",
           "loops must be a number": "# a comment\nloops = many\n"}
    for sentence, text in bad.items():
        pathlib.Path(path).write_text(text, encoding="utf-8")
        refuses(house, "a file with a bad line", USAGE, [path, "line 2", sentence], "serve", "--config", path)
    refuses(house, "no such file", USAGE, ["/nowhere.conf", "No such file"], "serve", "--config", "/nowhere.conf")


def check_folder(house):
    refuses(house, "a folder in use", STORE, [house.data, "in use", "Stop it"], *serve(house, house.data))
    refuses(house, "rebuild beside a server", STORE, [house.data, "in use"], "rebuild", "--data", house.data)
    refuses(house, "a folder that cannot be made", STORE, ["/proc/bulletin", "cannot be used", "owner"],
            *serve(house, "/proc/bulletin"))
    refuses(house, "a folder that cannot be written", STORE, ["/proc/self", "cannot be used"],
            *serve(house, "/proc/self"))
    file = house.folder + "/file"
    pathlib.Path(file).touch()
    refuses(house, "a folder that is a file", STORE, [file], *serve(house, file))
    for command in ("verify", "rebuild"):
        refuses(house, f"{command} without a store", STORE, ["/nowhere", "no store"], command, "--data", "/nowhere")


def check_places(house):
    data = house.folder + "/never"
    refuses(house, "an address with more connections than there are", USAGE, ["per-address is 101", "100 connections"],
            *serve(house, data, "--connections", "100", "--per-address", "101"))
    refuses(house, "more connections than open files", USAGE, ["connections is 9000000", "open files"],
            *serve(house, data, "--connections", "9000000"))
    if os.path.exists(data):
        raise Failed("a contradiction made a folder")


def check_ports(house):
    data = house.folder + "/second"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        refuses(house, "a port in use", FAILED, [place, "already in use"], "serve", "--data", data,
                "--listen", place)
    refuses(house, "another machine's address", FAILED, ["192.0.2.1:7300"], "serve", "--data", data, "--listen",
            "192.0.2.1:7300")
    refuses(house, "no port", FAILED, ["127.0.0.1"], "serve", "--data", data, "--listen", "127.0.0.1")
    refuses(house, "no place for the control socket", FAILED, ["/nowhere/control"],
            *serve(house, data, "--control", "/nowhere/control"))


def check_seed(house):
    seed = pathlib.Path(house.data + "/house.seed")
    sentence = ["house.seed", "32 bytes", "0600"]
    good = seed.read_bytes()
    seed.chmod(0o640)
    refuses(house, "a key file that others may read", STORE, sentence, *serve(house, house.data))
    seed.chmod(0o600)
    seed.write_bytes(good[:31])
    refuses(house, "a key file that is too short", STORE, sentence, *serve(house, house.data))
    seed.write_bytes(good + b"\n")
    refuses(house, "a key file that is too long", STORE, sentence, *serve(house, house.data))
    seed.write_bytes(bytes(32))
    refuses(house, "another house's key", BROKEN, ["another house"], *serve(house, house.data))
    seed.rename(house.folder + "/seed")
    refuses(house, "no key file beside a ledger", STORE, sentence, *serve(house, house.data))
    seed.symlink_to(house.folder + "/seed")
    refuses(house, "a key file that is a link", STORE, sentence, *serve(house, house.data))
    seed.unlink()
    pathlib.Path(house.folder + "/seed").rename(seed)
    seed.write_bytes(good)


def check_broken_store(house):
    store = pathlib.Path(house.data + "/data.mdb")
    good = store.read_bytes()
    store.write_bytes(b"no store" * 4096)
    refuses(house, "a store that is none", BROKEN, [house.data, "is damaged"], *serve(house, house.data))
    store.write_bytes(good)


def check_draining(house):
    """What was asked before SIGTERM is answered, sessions are told, the socket goes, the port is free again."""
    console = house.spawn_command("operator", "watch", "--server", house.url, "--since", "all", "--count", "99")
    console.err.wait(part="Following")
    house.end(signal.SIGTERM)
    console.err.wait(part="lost")
    if os.path.exists(house.data + "/control"):
        raise Failed("the control socket is still there")
    print("ok     SIGTERM ends it with 0 and a watcher is told", flush=True)


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    house = House(*sys.argv[1:3])

    def use():
        check_usage(house)
        check_config(house)
        house.start()
        check_folder(house)
        check_places(house)
        check_ports(house)
        check_draining(house)
        check_seed(house)
        check_broken_store(house)
        house.start()
        house.end(signal.SIGINT)

    return judged(house, use)


if __name__ == "__main__":
    sys.exit(main())
