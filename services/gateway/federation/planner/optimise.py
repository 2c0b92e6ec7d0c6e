"""Fewer requests: steps that ask one subgraph about the same objects become one."""

from __future__ import annotations

from services.gateway.federation.planner.steps import Step, depth_of


def optimise(steps: list[Step]) -> list[Step]:
    """Merge what can be merged without making anything wait longer; the rest in an order that respects the waits."""
    alike: dict[object, list[Step]] = {}
    for step in steps:
        alike.setdefault((step.graph, step.kind, step.path, step.contexts, step.group), []).append(step)
    left = list(steps)
    groups = [group for group in alike.values() if len(group) > 1]
    while any(_merge_one(left, group) for group in groups):
        pass
    depths = depth_of(left)
    return sorted(left, key=lambda step: (depths[step], step.number))


def _merge_one(steps: list[Step], group: list[Step]) -> bool:
    """Merge two of a group that ask one subgraph about objects at one place."""
    depths = depth_of(steps)
    waited_for = {other for step in steps for other in step.needs}
    for into in group:
        for step in group:
            if step is into or not _fits(step, into):
                continue
            same_needs = step.needs == into.needs
            leaf = step not in waited_for and depths[step] <= depths[into]
            if (same_needs or leaf) and step not in into.ancestors() and into not in step.ancestors():
                _merge(steps, step, into)
                group.remove(step)
                return True
    return False


def _fits(step: Step, into: Step) -> bool:
    return all(into.takes(given) for given in step.representations.values()) and into.output.fits(step.output)


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
