"""A network cable between a client and a server of this machine that can be cut, blocked and mended."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread


class Cable:
    """Listens on `port`, passes everything on to `target`. Build with `laid_cable`."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._listener = self._listen(0)
        self.port = self._listener.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._flows = Event()
        self._flows.set()
        Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    @staticmethod
    def _listen(port: int) -> socket.socket:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
        return listener

    def cut(self) -> None:
        """The server is gone: connections break, and new ones are refused."""
        with suppress(OSError):  # wakes the thread that accepts
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for end in list(self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def block(self) -> None:
        """The server hangs: connections stay, and nothing comes through."""
        self._flows.clear()

    def mend(self) -> None:
        """The server is back."""
        self._flows.set()
        if self._listener.fileno() < 0:
            self._listener = self._listen(self.port)
            Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                here, _ = listener.accept()
                there = socket.create_connection(("127.0.0.1", self._target))
                for source, sink in ((here, there), (there, here)):
                    self._open.add(source)
                    Thread(target=self._pass_on, args=(source, sink), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                self._flows.wait()
                sink.sendall(data)
        with suppress(OSError):
            sink.shutdown(socket.SHUT_RDWR)
        self._open.discard(source)
        source.close()


@contextmanager
def laid_cable(target: int) -> Iterator[Cable]:
    """A cable to the port `target`."""
    cable = Cable(target)
    try:
        yield cable
    finally:
        cable.mend()
        cable.cut()
