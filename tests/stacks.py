"""A whole stack for tests: every process real, in a folder of its own, always stopped."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from deploy.stack import Stack


@contextmanager
def running_stack(settings: Mapping[str, str] | None = None) -> Iterator[Stack]:
    """Everything, with a simulated clock; ``settings`` are further environment variables for every process."""
    folder = Path(tempfile.mkdtemp(prefix="countervail-stack-"))
    folder.chmod(0o755)
    try:
        with Stack(folder, clock="simulated", durable=False, settings=settings) as stack:
            yield stack
    finally:
        shutil.rmtree(folder, ignore_errors=True)
