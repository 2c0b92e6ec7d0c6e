"""Runs one server as its child and ends it as soon as the process that asked for it is gone, however it went.

Usage: guard.py USER STOP_SIGNAL GRACE_SECONDS COMMAND... ; USER is empty to keep the user. It writes the server's
process id to standard output. When its standard input ends, the server gets the signal, and after the grace is killed.
What the server prints goes to standard error, which is its log. The standard library alone, so that it starts at once.
"""

import os
import pwd
import signal
import subprocess
import sys
import threading


def main() -> None:
    """Run the command until it ends or standard input does; exit with the server's exit code."""
    user, stop_signal, grace_seconds, *command = sys.argv[1:]
    if user:
        group = pwd.getpwnam(user).pw_gid
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=2, user=user, group=group, extra_groups=[])  # noqa: S603
    else:
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=2)  # noqa: S603
    sys.stdout.write(f"{server.pid}\n")
    sys.stdout.flush()
    waiter = threading.Thread(target=_stop_at_end_of_input, args=(server, int(stop_signal), float(grace_seconds)))
    waiter.daemon = True
    waiter.start()
    code = server.wait()
    os._exit(code if code >= 0 else 128 - code)


def _stop_at_end_of_input(server: "subprocess.Popen[bytes]", stop_signal: int, grace_seconds: float) -> None:
    while os.read(0, 4096):
        pass
    server.send_signal(stop_signal)
    try:
        server.wait(grace_seconds)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGKILL)


if __name__ == "__main__":
    main()
