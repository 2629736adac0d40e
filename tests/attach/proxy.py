"""A TCP proxy that cuts connections, or holds them, after so many bytes of one direction.

It counts over all connections: a client that dials again goes on where the count stands.
"""

import socket
import struct
import threading

UP, DOWN = "up", "down"
AT_ONCE = struct.pack("ii", 1, 0)  # closing sends a reset, and what was not delivered is lost


class Proxy:
    def __init__(self, server):
        self.server = server
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.plan()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def place(self):
        return f"127.0.0.1:{self.listener.getsockname()[1]}"

    def plan(self, cuts=(), direction=UP, hold=None):
        """Counts anew: cuts at each of these counts of the direction, stands still at `hold` until release."""
        with self.lock:
            self.direction, self.cuts, self.hold = direction, sorted(cuts), hold
            self.moved = {UP: 0, DOWN: 0}
            self.done = 0  # cuts
            self.held, self.released = threading.Event(), threading.Event()

    def release(self):
        self.released.set()

    def close(self):
        self.release()
        self.listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
                server = socket.create_connection(self.server)
            except OSError:
                return
            for direction, source, sink in ((UP, client, server), (DOWN, server, client)):
                threading.Thread(target=self._move, args=(direction, source, sink), daemon=True).start()

    def _allowed(self, direction, size):
        """How much of this may pass, and what happens then."""
        with self.lock:
            before = self.moved[direction]
            then = None
            if direction == self.direction:
                if self.cuts and before + size >= self.cuts[0]:
                    size, then = max(0, self.cuts[0] - before), "cut"
                    while self.cuts and self.cuts[0] <= before + size:
                        self.cuts.pop(0)
                        self.done += 1
                elif self.hold is not None and before + size >= self.hold:
                    size, then, self.hold = self.hold - before, "hold", None
            self.moved[direction] = before + size
            return size, then

    def _move(self, direction, source, sink):
        try:
            while True:
                data = source.recv(65536)
                if not data:
                    break
                size, then = self._allowed(direction, len(data))
                sink.sendall(data[:size])
                if then == "cut":
                    break
                if then == "hold":
                    self.held.set()
                    self.released.wait()
                    sink.sendall(data[size:])
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()
