"""A bulletind of its own in a temporary folder, its control socket, and connections to it.

It knows how to move lines and records; what they should say is judged in client.py.
"""

import os
import shlex
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time

from wire import DecryptFailed, Handshake, check_payload, keypair, message, messages

PATIENCE_S = 120  # far more than anything needs: only a server that hangs is given up


def world():
    """The server's environment: with the library that BULLETIN_SERVER_PRELOAD names, if it names one."""
    preload = os.environ.get("BULLETIN_SERVER_PRELOAD")
    if preload is None:
        return None
    # A sanitizer must be asked to let another library come first.
    options = os.environ.get("ASAN_OPTIONS", "")
    return dict(os.environ, LD_PRELOAD=preload, ASAN_OPTIONS=f"{options}:verify_asan_link_order=0".lstrip(":"))


class Daemon:
    def __init__(self, binary, *options):
        self.folder = tempfile.mkdtemp(prefix="bulletin-interop-")
        command = [binary, "serve", "--data", self.folder + "/data", "--listen", "127.0.0.1:0"]
        command += ["--checkpoint-interval", "1", *options]
        os.mkdir(self.folder + "/data", 0o700)
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=world())
        ready = self.process.stdout.readline()
        if not ready.startswith("ready bulletin://"):
            raise RuntimeError(f"the server said {ready!r}")
        place, key = ready.split()[1][len("bulletin://"):].rsplit("/", 1)
        host, port = place.rsplit(":", 1)
        self.address = (host, int(port))
        self.house = bytes.fromhex(key)
        self.operator = None

    def lines_of(self, line):
        """Says one line to the control socket; gives the words of each line of the answer."""
        if self.operator is None:
            control = socket.socket(socket.AF_UNIX)
            control.settimeout(PATIENCE_S)
            control.connect(self.folder + "/data/control")
            self.operator = control.makefile("rw", encoding="utf-8", newline="\n")
        self.operator.write(line + "\n")
        self.operator.flush()
        while True:
            words = shlex.split(self.operator.readline())
            if not words:
                raise RuntimeError(f"{line!r} was not answered")
            yield words
            if words[0] in ("ok", "error"):
                return

    def ask(self, line):
        """Says one line to the control socket; gives the fields of every row and of the answer."""
        answers = []
        for words in self.lines_of(line):
            if words[0] == "error":
                raise RuntimeError(f"{line!r} was answered by {words}")
            answers.append(dict(word.split("=", 1) for word in words[1:]))
            if words[0] == "ok":
                return answers

    def end(self):
        """Ends it as an operator would, and gives its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_S)

    def remove(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Closed(Exception):
    """The other end has closed the connection."""


class Refused(Exception):
    def __init__(self, fields):
        super().__init__(fields["text"])
        self.code, self.fields = fields["error"], fields


class Connection:
    """A link after its handshake; as `identity`, or as a guest when there is none. `source` is the address it comes
    from."""

    def __init__(self, daemon, identity=None, source=None, **handshake):
        self.socket = socket.create_connection(daemon.address, PATIENCE_S, source)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.input = bytearray()
        self.pushed = []
        self.last_id = 0
        static = identity.transport if identity is not None else keypair(os.urandom(32))
        greeting = Handshake(True, static, **handshake)
        self.socket.sendall(greeting.write())
        payload = greeting.read(self.record())
        self.peer = check_payload(payload, greeting.peer_transport())
        if self.peer != daemon.house:
            raise ValueError("another house than the address names")
        self.socket.sendall(greeting.write(identity.payload() if identity is not None else b""))
        self.sending, self.receiving = greeting.directions

    def record(self):
        while True:
            size = 2 + struct.unpack_from(">H", self.input)[0] if len(self.input) >= 2 else 2
            if size > 2 and len(self.input) >= size:
                record = bytes(self.input[:size])
                del self.input[:size]
                return record
            try:
                more = self.socket.recv(65536)
            except ConnectionResetError:
                more = b""
            if not more:
                raise Closed
            self.input += more

    def receive(self):
        """The messages of the next record; those that were pushed are kept as well."""
        received = messages(self.receiving.open(self.record()))
        self.pushed += [one[1:] for one in received if one[0] == 0]
        return received

    def begin(self, word, fields):
        self.last_id += 1
        return message(self.last_id, word, fields)

    def ask(self, word, **fields):
        """Asks and gives (rows, answer); goes on where an answer stopped, for as many rows as are wanted."""
        rows, answer = self.ask_piece(word, **fields)
        wanted = fields.get("limit")
        while "next" in answer and (wanted is None or len(rows) < wanted):
            left = {} if wanted is None else {"limit": wanted - len(rows)}
            more, answer = self.ask_piece(word, **{**fields, **left, "next": answer["next"]})
            rows += more
            answer = {**answer, "rows": len(rows)}
        return rows, answer

    def ask_piece(self, word, **fields):
        """Asks and gives (rows, answer)."""
        self.socket.sendall(self.sending.seal(self.begin(word, fields)))
        rows = []
        while True:
            for number, kind, values in self.receive():
                if number != self.last_id:
                    continue
                if kind == "row":
                    rows.append(values)
                elif kind == "ok":
                    return rows, values
                else:
                    raise Refused(values)

    def push(self, word, wanted=lambda fields: True):
        """The next thing pushed by that word which is wanted. What comes before it is dropped."""
        while True:
            while self.pushed:
                kind, fields = self.pushed.pop(0)
                if kind == word and wanted(fields):
                    return fields
            self.receive()

    def until_closed(self):
        """Everything pushed until the other end closes."""
        try:
            while True:
                self.receive()
        except Closed:
            pushed, self.pushed = self.pushed, []
            return pushed

    def close(self):
        self.socket.close()


def now_ms():
    return time.time_ns() // 1000000
