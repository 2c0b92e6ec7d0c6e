"""From a runnable operation to its result: introspection, fetches, projection, errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.gateway.federation.executor.careful import ProjectionError
from services.gateway.federation.executor.run import Execution, shape_of
from services.gateway.federation.operations import Compiler, Runnable
from services.gateway.federation.request import Result, unauthorised

Json = Any


class Answering:
    """One operation on its way to its answer."""

    def __init__(self, compiler: Compiler, runnable: Runnable, execution: Execution) -> None:
        self.compiler, self.runnable, self.execution = compiler, runnable, execution

    async def run(self, variables: Mapping[str, Json], given: Sequence[int] = ()) -> Result:
        """Run what is to be fetched, but for the fetches whose data is given, and shape the answer."""
        execution = self.execution
        if self.runnable.refused:
            execution.errors.extend(unauthorised(self.runnable.refused))
        if self.runnable.introspection:
            answered, errors = self.compiler.introspect(self.runnable, variables)
            execution.data.update(answered)
            execution.errors.extend(dict(error.formatted) for error in errors)
        if self.runnable.plan.fetches:
            await execution.run(given)
        data, problems = self.runnable.projection.run(execution.data)
        if self.runnable.whole and data is not None:
            data, nulls = self.runnable.whole.run(data)
            problems = problems + nulls
        if problems:
            _explain(problems, execution)
        return Result(data, execution.errors)


def _explain(problems: list[ProjectionError], execution: Execution) -> None:
    """Report what projection had to null, unless a service's own error already explains that place."""
    explained = [shape_of(tuple(error["path"])) for error in execution.errors if error.get("path")]
    explained += [shape_of(path) for path in execution.explained]
    for problem in problems:
        shape = shape_of(problem.path)
        if not any(shape[: len(known)] == known or known[: len(shape)] == shape for known in explained):
            execution.errors.append({"message": problem.message, "path": list(problem.path)})
