"""Fewer requests: steps that ask one subgraph about the same objects become one."""

from __future__ import annotations

from services.gateway.federation.planner.steps import Step, depth_of


def optimise(steps: list[Step]) -> list[Step]:
    """Merge what can be merged without making anything wait longer; the rest in an order that respects the waits."""
    steps = list(steps)
    while _merge_one(steps):
        pass
    depths = depth_of(steps)
    return sorted(steps, key=lambda step: (depths[step], step.number))


def _merge_one(steps: list[Step]) -> bool:
    depths = depth_of(steps)
    waited_for = {other for step in steps for other in step.needs}
    for into in steps:
        for step in steps:
            if step is into or not _alike(step, into) or not into.output.fits(step.output):
                continue
            same_needs = step.needs == into.needs
            leaf = step not in waited_for and depths[step] <= depths[into]
            if (same_needs or leaf) and step not in into.ancestors() and into not in step.ancestors():
                _merge(steps, step, into)
                return True
    return False


def _alike(step: Step, into: Step) -> bool:
    one = (step.graph, step.kind, step.path, step.contexts, step.group)
    other = (into.graph, into.kind, into.path, into.contexts, into.group)
    return one == other and all(into.takes(given) for given in step.representations.values())


def _merge(steps: list[Step], step: Step, into: Step) -> None:
    into.output.add(step.output)
    into.needs |= step.needs
    for given in step.representations.values():
        into.represent(given)
    steps.remove(step)
    for other in steps:
        if step in other.needs:
            other.needs.discard(step)
            other.needs.add(into)
