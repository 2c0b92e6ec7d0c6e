"""A server process under a guard: started, stopped and killed within deadlines, gone when we are gone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

_GUARD: Final = Path(__file__).with_name("guard.py")
_POLL_SECONDS: Final = 0.02
_LOG_TAIL_LINES: Final = 20


class EmbeddedError(Exception):
    """An embedded server could not be started, reached or stopped."""


class GuardedProcess:
    """One server: its command, its log, and the guard that it runs under.

    Args:
        name: for messages.
        command: program and arguments.
        log: file for what the server prints.
        stop_signal: asks it to end.
        user: run as this user; None to keep ours.
        environment: its whole environment.
        grace_seconds: time to end by itself before it is killed.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path,
        stop_signal: signal.Signals,
        user: str | None = None,
        environment: Mapping[str, str],
        grace_seconds: float = 20.0,
    ) -> None:
        self.name = name
        self._command = command
        self._log = log
        self._stop_signal = stop_signal
        self._user = user
        self._environment = environment
        self._grace_seconds = grace_seconds
        self._guard: subprocess.Popen[bytes] | None = None
        self._log_start = 0
        self.pid: int | None = None

    @property
    def running(self) -> bool:
        """Whether the server has been started and has not ended."""
        return self._guard is not None and self._guard.poll() is None

    def start(self, ready: Callable[[], bool], *, timeout_seconds: float) -> None:
        """Start the server and wait until ``ready()``.

        Raises:
            EmbeddedError: it ended, or was not ready in time; the message ends with the tail of its log.
        """
        if self.running:
            raise EmbeddedError(f"{self.name} is already running")
        with self._log.open("ab") as log:
            self._log_start = log.tell()
            self._guard = subprocess.Popen(  # noqa: S603
                [
                    *(sys.executable, "-I", "-S", str(_GUARD)),
                    *(self._user or "", str(int(self._stop_signal)), str(self._grace_seconds)),
                    *self._command,
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=dict(self._environment),
                start_new_session=True,  # an interrupt at the terminal is ours to handle, in our order
            )
        assert self._guard.stdout is not None
        self.pid = int(self._guard.stdout.readline() or b"0") or None
        deadline = time.monotonic() + timeout_seconds
        while not ready():
            if not self.running:
                self._close()
                raise EmbeddedError(f"{self.name} ended while starting\n{self._log_tail()}")
            if time.monotonic() > deadline:
                self.stop()
                raise EmbeddedError(f"{self.name} was not ready after {timeout_seconds:g} s\n{self._log_tail()}")
            time.sleep(_POLL_SECONDS)

    def stop(self) -> None:
        """Ask the server to end and wait; it is killed after its grace. Stopping a stopped server is fine."""
        if self._guard is None:
            return
        assert self._guard.stdin is not None
        self._guard.stdin.close()
        try:
            self._guard.wait(self._grace_seconds + 5)
        except subprocess.TimeoutExpired:
            self._guard.kill()
            self._guard.wait(5)
        self._close()

    def kill(self) -> None:
        """End the server without warning, as a crash would."""
        if self._guard is None or self.pid is None:
            raise EmbeddedError(f"{self.name} is not running")
        os.kill(self.pid, signal.SIGKILL)
        self._guard.wait(5)
        self._close()

    def _close(self) -> None:
        assert self._guard is not None
        for pipe in (self._guard.stdin, self._guard.stdout):
            if pipe is not None:
                pipe.close()
        self._guard = None
        self.pid = None

    def _log_tail(self) -> str:
        """The end of what it printed since it was started."""
        with self._log.open("rb") as log:
            log.seek(self._log_start)
            lines = log.read().decode(errors="replace").splitlines()
        return "\n".join(lines[-_LOG_TAIL_LINES:])
