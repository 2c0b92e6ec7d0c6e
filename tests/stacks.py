"""A whole stack for tests: every process real, in a folder of its own, always stopped."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.stack import Stack


@contextmanager
def running_stack() -> Iterator[Stack]:
    """Everything, with a simulated clock."""
    folder = Path(tempfile.mkdtemp(prefix="countervail-stack-"))
    folder.chmod(0o755)
    try:
        with Stack(folder, clock="simulated", durable=False) as stack:
            yield stack
    finally:
        shutil.rmtree(folder, ignore_errors=True)
