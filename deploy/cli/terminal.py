"""How the command line speaks: one console, and errors without tracebacks."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import typer
from rich.console import Console

console: Final = Console(highlight=False)
errors: Final = Console(stderr=True, highlight=False)


@contextmanager
def plain_errors(*expected: type[Exception]) -> Iterator[None]:
    """Print an expected error as one message and exit with status 1."""
    try:
        yield
    except expected as error:
        errors.print(f"[bold red]error[/] {error}", soft_wrap=True)
        raise typer.Exit(1) from None
