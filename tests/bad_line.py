"""A line to PostgreSQL that can break: for a while, and right after a commit, whose answer is then lost."""

from __future__ import annotations

import contextlib
import select
import shutil
import socket
import tempfile
import threading
from pathlib import Path
from types import TracebackType

_PORT = ".s.PGSQL.5432"
_COMMITTED = b"COMMIT\x00"
"""How the server's answer to a commit ends."""


class BadLine:
    """Passes on what goes between programs and a server's socket.

    Attributes:
        loses_commit: the next answer to a commit is not passed on; that connection ends, and this is over.
        is_down: with that answer, or set from outside, no new connection comes about, and the old ones end.
        goes_down: losing an answer takes the line down.
    """

    def __init__(self, server: Path) -> None:
        """Lead to the server whose socket lies in that folder."""
        self.folder = Path(tempfile.mkdtemp(prefix="sb-line-"))
        self.loses_commit = self.goes_down = self.is_down = False
        self._server = str(server / _PORT)
        self._entry = socket.socket(socket.AF_UNIX)
        self._entry.bind(str(self.folder / _PORT))
        self._entry.listen()
        self._entry.settimeout(0.05)
        self._is_over = False
        self._threads = [threading.Thread(target=self._answer)]
        self._threads[0].start()

    def __enter__(self) -> BadLine:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """End every connection."""
        self._is_over = True
        for thread in self._threads:
            thread.join()
        self._entry.close()
        shutil.rmtree(self.folder)

    def _answer(self) -> None:
        while not self._is_over:
            with contextlib.suppress(TimeoutError):
                caller, _address = self._entry.accept()
                if self.is_down:
                    caller.close()
                    continue
                self._threads.append(threading.Thread(target=self._pass_on, args=(caller,)))
                self._threads[-1].start()

    def _pass_on(self, caller: socket.socket) -> None:
        with caller, socket.socket(socket.AF_UNIX) as server:
            server.connect(self._server)
            other = {caller: server, server: caller}
            with contextlib.suppress(OSError):
                while not self._is_over and not self.is_down:
                    for one in select.select([caller, server], [], [], 0.05)[0]:
                        said = one.recv(65536)
                        if not said or (one is server and self._is_lost(said)):
                            return
                        other[one].sendall(said)

    def _is_lost(self, said: bytes) -> bool:
        if not self.loses_commit or _COMMITTED not in said:
            return False
        self.loses_commit = False
        self.is_down = self.goes_down
        return True
