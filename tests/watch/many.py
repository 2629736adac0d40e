#!/usr/bin/python3
"""More channels than one `subscribe` names, and more than the open files that a watcher begins with.

usage: many.py BULLETIND BULLETIN

A bare watch follows them all, keeps them, and comes back to all of them; `channels` lists them all.
"""

import os
import resource
import signal
import socket
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from town import Town, check  # noqa: E402

CHANNELS = 300  # one `subscribe` names 256
FILES = 128     # what a watcher may have open before it asks for more


def make_channels(town):
    control = socket.socket(socket.AF_UNIX)
    control.connect(town.data + "/control")
    lines = control.makefile("rw", encoding="utf-8", newline="\n")
    for number in range(CHANNELS):
        lines.write(f"channel.create channel=c{number} title=C{number} publish=office\n")
        lines.flush()
        answer = lines.readline()
        check(f"channel c{number} is made", answer.startswith("ok "), answer)
    control.close()


def publish(town, numbers):
    return [town.run("office", "publish", f"c{number}", f"of {number}").stdout.strip() for number in numbers]


def main(daemon, command):
    town = Town(daemon, command)
    try:
        make_channels(town)
        listed = town.run("reader", "channels", "--json").stdout.splitlines()
        check("channels lists them all", sum('"channel": "c' in line or '"channel":"c' in line for line in listed)
              == CHANNELS, len(listed))
        some = (0, 77, 255, 256, 299)
        first = publish(town, some)
        resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
        shown, _ = town.watched("--name", "all", "--since", "all", "--count", str(len(first)))
        check("a bare watch shows the headlines of all", sorted(shown) == sorted(first), shown)
        watcher = town.following("--name", "all", "--json")
        second = publish(town, some)
        for id_ in second:
            watcher.out.wait(part=f'"{id_}"')
        town.restart(signal.SIGKILL)
        watcher.err.wait(part="Connected again")
        third = publish(town, some)
        for id_ in third:
            watcher.out.wait(part=f'"{id_}"')
        check("it ends with 0", watcher.end(signal.SIGTERM) == 0, watcher.err.lines)
        fourth = publish(town, some)
        shown, _ = town.watched("--name", "all", "--count", str(len(fourth)))
        check("and another goes on in all of them", sorted(shown) == sorted(fourth), shown)
        print(f"ok     {CHANNELS} channels are followed and kept")
        return 0
    finally:
        town.remove()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
