"""What must not matter to composition: how things are called, ordered and split over definitions."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from services.gateway.federation import Subgraph, SupergraphState
from services.gateway.federation.supergraph.load import load_supergraph
from tests.unit.gateway.federation.subgraphs import composed

FEDERATION = "https://specs.apollo.dev/federation/v2.9"
USED = ("key", "shareable", "external", "requires", "interfaceObject")
TYPES = ("Int", "String!", "[Int!]", "Kind", "Value")


@dataclass(frozen=True)
class Share:
    """What one subgraph has of an entity: fields of its own, and those it shares."""

    entity: str
    own: tuple[str, ...]
    shared: tuple[str, ...]
    required: bool


def shares(entity: str) -> st.SearchStrategy[Share]:
    return st.builds(
        Share,
        st.just(entity),
        st.lists(st.sampled_from(TYPES), max_size=2).map(tuple),
        st.lists(st.sampled_from(("s0", "s1")), unique=True, max_size=2).map(tuple),
        st.booleans(),
    )


GRAPHS = st.lists(st.tuples(shares("Alpha"), shares("Beta")), min_size=2, max_size=4)
VALUE = "type Value @shareable { x: Int } enum Kind { A B }"


def fields_of(index: int, share: Share) -> list[str]:
    found = [f"f{index}{position}: {type_}" for position, type_ in enumerate(share.own)]
    found += [f"{name}: String @shareable" for name in share.shared]
    if share.required and index:
        found += ["weight: Int @external", f'cost{index}: Int @requires(fields: "weight")']
    elif index == 0:
        found.append("weight: Int")
    return found


def body(index: int, parts: tuple[Share, ...], split: bool = False) -> str:
    text = f"type Query {{ q{index}: Alpha b{index}: Beta }} {VALUE}\n"
    for share in parts:
        fields = fields_of(index, share)
        if split and len(fields) > 1:
            text += f'type {share.entity} @key(fields: "id") {{ id: ID! {fields[0]} }}\n'
            text += "".join(f"extend type {share.entity} {{ {item} }}\n" for item in fields[1:])
        else:
            text += f'type {share.entity} @key(fields: "id") {{ id: ID! {" ".join(fields)} }}\n'
    return text


def linked(imports: str, more: str = "") -> str:
    return f'extend schema @link(url: "{FEDERATION}"{more}{imports})\n'


def imported(text: str) -> str:
    return linked(f", import: [{', '.join(f'{chr(34)}@{name}{chr(34)}' for name in USED)}]") + text


def namespaced(text: str) -> str:
    for name in USED:
        text = text.replace(f"@{name}", f"@fed__{name}")
    return linked("", ', as: "fed"') + text


def renamed(text: str) -> str:
    for name in USED:
        text = text.replace(f"@{name}", f"@my_{name}")
    return linked(", import: [" + ", ".join(f'{{name: "@{name}", as: "@my_{name}"}}' for name in USED) + "]") + text


def subgraphs(texts: list[str]) -> list[Subgraph]:
    return [Subgraph(f"g{index}", f"http://g{index}.test", text) for index, text in enumerate(texts)]


@settings(max_examples=15, deadline=None)
@given(GRAPHS)
def test_names_do_not_matter(graphs: list[tuple[Share, ...]]) -> None:
    bodies = [body(index, parts) for index, parts in enumerate(graphs)]
    wanted = composed(*subgraphs([imported(text) for text in bodies])).supergraph_sdl
    for spelling in (namespaced, renamed):
        assert composed(*subgraphs([spelling(text) for text in bodies])).supergraph_sdl == wanted


@settings(max_examples=15, deadline=None)
@given(GRAPHS, st.randoms(use_true_random=False))
def test_order_and_splitting_do_not_matter(graphs: list[tuple[Share, ...]], random: Random) -> None:
    whole = subgraphs([imported(body(index, parts)) for index, parts in enumerate(graphs)])
    split = subgraphs([imported(body(index, parts, split=True)) for index, parts in enumerate(graphs)])
    wanted = composed(*whole)
    random.shuffle(split)
    assert composed(*split).supergraph_sdl == wanted.supergraph_sdl
    assert SupergraphState.from_supergraph_sdl(wanted.supergraph_sdl).api_sdl == wanted.api_sdl


@settings(max_examples=15, deadline=None)
@given(GRAPHS)
def test_the_supergraph_knows_every_field_of_every_subgraph(graphs: list[tuple[Share, ...]]) -> None:
    found = load_supergraph(
        composed(*subgraphs([imported(body(index, parts)) for index, parts in enumerate(graphs)])).supergraph_sdl
    )
    for index, parts in enumerate(graphs):
        for share in parts:
            for text in fields_of(index, share):
                join = found.types[share.entity].fields[text.split(":")[0]].joins[f"g{index}"]
                assert join.external == ("@external" in text)
                assert bool(join.requires) == ("@requires" in text)
                assert join.type_text == text.split(": ")[1].split(" ")[0]
