"""Cold planning: two queries of 200 fields over 5 services, from the validated document to a plan ready to run."""

from statistics import median
from time import process_time

from services.gateway.federation import Prepared, Subgraph, SupergraphState
from services.gateway.federation.operations import Compiler
from services.gateway.federation.overrides import Overrides

YARDSTICK_MS = 20.0
_ROUNDS = 15
_HEADER = """extend schema @link(url: "https://specs.apollo.dev/federation/v2.3",
  import: ["@key", "@shareable", "@external", "@requires"])
"""
_OWNERS = {"users": "User", "products": "Product", "reviews": "Review", "stock": "Item", "shipping": "Parcel"}
_TYPES = tuple(_OWNERS.values())


def measure() -> bool:
    """Print the CPU time of planning each query for the first time; whether it stays within the yardstick."""
    state = SupergraphState.compose([_subgraph(name) for name in _OWNERS])
    assert isinstance(state, SupergraphState), str(state)
    print(f"\ncold planning of 200 fields over {len(_OWNERS)} services, median of {_ROUNDS} rounds")
    within = True
    for label, query in (("wide: 5 lists of 40 fields", _wide()), ("scattered: 41 objects of 5 fields", _scattered())):
        prepared = state.prepare(query)
        assert isinstance(prepared, Prepared), prepared
        taken, fetches = _plan(state, prepared)
        print(
            f"  {label:<34} {taken:6.2f} ms   {taken / YARDSTICK_MS:5.2f} of the yardstick ({YARDSTICK_MS:.0f} ms)"
            f"   {prepared.size} fields, {fetches} fetches"
        )
        within = within and taken <= YARDSTICK_MS
    return within


def _plan(state: SupergraphState, prepared: Prepared) -> tuple[float, int]:
    """The median of milliseconds, each time with nothing known of the graph, and how many fetches it comes to."""
    taken, fetches = [], 0
    for _ in range(_ROUNDS):
        compiler = Compiler(state.api_schema, Overrides(state.supergraph, frozenset()), 10)
        prepared.variants.clear()
        before = process_time()
        runnable = compiler.runnable(prepared, {})
        taken.append((process_time() - before) * 1000)
        fetches = len(runnable.plan.plan.fetches)
    return median(taken), fetches


def _subgraph(name: str) -> Subgraph:
    """A service that owns one type and knows something of all others."""
    parts = [f"type Query {{ {name}: [{_OWNERS[name]}!]! }}"]
    for type_name in _TYPES:
        fields = ["id: ID!", "name: String @shareable", *(f"{name}{n}: String" for n in range(8))]
        if _OWNERS[name] == type_name:
            fields += ["base: String", *(f"to{t}: {t} all{t}: [{t}!]!" for t in _TYPES)]
        else:
            fields += ["base: String @external", f'{name}Total: String @requires(fields: "base")']
        parts.append(f'type {type_name} @key(fields: "id") {{ {" ".join(fields)} }}')
    return Subgraph(name, f"http://{name}.test/graphql", _HEADER + "\n".join(parts))


def _wide() -> str:
    """Few objects with many fields each."""
    below = ""
    for level in reversed(range(5)):
        fields = " ".join(f"{name}{n}" for name in _OWNERS for n in range(8 if level else 7))
        below = f"id {fields} {f'all{_TYPES[(level + 1) % 5]} {{ {below} }}' if below else ''}"
    return f"{{ users {{ {below} }} }}"


def _scattered() -> str:
    """Many objects with few fields each, some of which require others."""

    def of(level: int, type_name: str) -> str:
        owner = next(name for name, owned in _OWNERS.items() if owned == type_name)
        others = [name for name in _OWNERS if name != owner]
        fields = ["id", "name", f"{others[0]}Total", f"{others[1]}1"]
        for target in _TYPES[:3] if level < 3 else ():
            fields.append(f"all{target} {{ {of(level + 1, target)} }}")
        return " ".join(fields)

    return f"{{ users {{ {of(0, 'User')} }} }}"


if __name__ == "__main__":
    measure()
