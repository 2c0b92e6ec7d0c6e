"""Plans for people and tools: indented text, and JSON in the shape other federation gateways use."""

from __future__ import annotations

from typing import Any

from services.gateway.federation.plan.nodes import Fetch, InputSelection, Plan

JsonNode = dict[str, Any]


def waves(plan: Plan) -> list[list[Fetch]]:
    """The fetches by how many others must come before them."""
    depth: dict[int, int] = {}
    found: list[list[Fetch]] = []
    for fetch in plan.fetches:
        level = 1 + max((depth[number] for number in fetch.needs), default=-1)
        depth[fetch.number] = level
        found.extend([] for _ in range(level + 1 - len(found)))
        found[level].append(fetch)
    return found


def plan_text(plan: Plan) -> str:
    """One line per fetch, indented by wave."""
    lines: list[str] = []
    for level, wave in enumerate(waves(plan)):
        for fetch in wave:
            where = f" at {'.'.join(fetch.path)}" if fetch.path else ""
            after = f" after {','.join(map(str, fetch.needs))}" if fetch.needs else ""
            lines.append(f"{'  ' * level}{fetch.number}: {fetch.subgraph}{where}{after}: {fetch.operation}")
    return "\n".join(lines) or "(no fetch)"


def plan_json(plan: Plan) -> JsonNode:
    """The plan as nested Sequence, Parallel, Flatten and Fetch nodes."""
    steps = [_parallel([_fetch_json(fetch) for fetch in wave]) for wave in waves(plan)]
    node = steps[0] if len(steps) == 1 else {"kind": "Sequence", "nodes": steps}
    return {"kind": "QueryPlan", "node": node if steps else None}


def _parallel(nodes: list[JsonNode]) -> JsonNode:
    return nodes[0] if len(nodes) == 1 else {"kind": "Parallel", "nodes": nodes}


def _fetch_json(fetch: Fetch) -> JsonNode:
    node: JsonNode = {
        "kind": "Fetch",
        "serviceName": fetch.subgraph,
        "operationKind": fetch.operation_kind,
        "operation": fetch.operation,
        "variableUsages": list(fetch.variables),
    }
    if fetch.kind == "entity":
        node["requires"] = [
            {
                "kind": "InlineFragment",
                "typeCondition": ", ".join(sorted(item.guards)) or item.fallback,
                "selections": [{"kind": "Field", "name": "__typename"}, *_input_json(item.selection)],
            }
            for item in fetch.representations
        ]
    if not fetch.path:
        return node
    return {"kind": "Flatten", "path": list(fetch.path), "node": node}


def _input_json(selection: InputSelection) -> list[JsonNode]:
    found: list[JsonNode] = []
    for item in selection:
        inner = _input_json(item.selection)
        if hasattr(item, "type_name"):
            found.append({"kind": "InlineFragment", "typeCondition": item.type_name, "selections": inner})
        else:
            field: JsonNode = {"kind": "Field", "name": item.name}
            if item.key != item.name:
                field["alias"] = item.key
            found.append(field | ({"selections": inner} if inner else {}))
    return found
