"""One stack for the end-to-end tests of a worker."""

from collections.abc import Iterator

import pytest

from deploy.stack import Stack
from tests.stacks import running_stack


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with running_stack() as started:
        yield started
