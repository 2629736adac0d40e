"""A command at a terminal of its own: what it shows is read as it comes, and answers are typed.

It knows how a terminal is made and left; what should stand on it is judged by who uses it.
"""
import fcntl
import os
import select
import struct
import subprocess
import termios
import time

from house import Failed, PATIENCE_S


def at_the_front():
    """The child's own session, with the terminal that is its standard input."""
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """All three standard streams are one terminal, as for a person, unless errors go elsewhere. It is `columns` wide."""

    def __init__(self, command, env, stderr=None, columns=80):
        self.words, self.shown, self.looked = command, "", 0
        self.master, slave = os.openpty()
        os.set_blocking(self.master, False)
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.process = subprocess.Popen(command, env={"COLUMNS": "80", "PAGER": "", **env, "TERM": "dumb"}, stdin=slave,
                                        stdout=slave, stderr=slave if stderr is None else stderr, preexec_fn=at_the_front)
        os.close(slave)

    def _read(self, deadline):
        """More of what is shown; False at the end, when nobody has the terminal open any more."""
        if not select.select([self.master], [], [], max(0, deadline - time.monotonic()))[0]:
            raise Failed(f"{' '.join(self.words)}: nothing more comes after {self.shown!r}")
        try:
            piece = os.read(self.master, 65536)
        except OSError:  # EIO
            return False
        self.shown += piece.decode("utf-8", "replace").replace("\r\n", "\n")
        return piece != b""

    def until(self, part):
        """Waits until this is shown, behind what was waited for before."""
        deadline = time.monotonic() + PATIENCE_S
        while part not in self.shown[self.looked:]:
            if not self._read(deadline):
                raise Failed(f"{' '.join(self.words)}: ended without {part!r}: {self.shown!r}")
        self.looked = self.shown.index(part, self.looked) + len(part)

    def type(self, text):
        os.write(self.master, text.encode())

    def end(self):
        """The exit status, once everything has been read."""
        deadline = time.monotonic() + PATIENCE_S
        while self._read(deadline):
            pass
        return self.process.wait(PATIENCE_S)

    def remove(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.master)
