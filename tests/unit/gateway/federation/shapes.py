"""Random federated graphs of every shape: abstract types, interface objects, values without keys, requirements.

A seed decides who has what. Every value follows from its object's type and number, so services and one schema over the
same numbers can both tell it; what a requirement brings is repeated in the field that required it.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from graphql import ExecutionResult, GraphQLResolveInfo, build_schema, execute_sync, is_composite_type, parse

from tests.unit.gateway.federation.subgraphs import Service, subgraph

Json = Any
OBJECTS = 4
SCALARS = ("s0", "s1", "s2")
VALUE_FIELDS = ("a", "b", "c")
MEMBERS = ("M0", "M1")  # the implementations of the interface that one service knows as an object


@dataclass(frozen=True)
class Need:
    """What a field requires: the field set, and the same as keys to dig for."""

    text: str
    keys: tuple[str, ...]


@dataclass
class World:
    """Who has what, and what everything is."""

    seed: int
    fields: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)  # (service, type) -> name -> SDL
    keys: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    links: dict[tuple[str, str], tuple[str, bool]] = field(default_factory=dict)  # (type, field) -> (type, is list)
    needs: dict[tuple[str, str], Need] = field(default_factory=dict)  # (type, field) -> what it requires
    known: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # (service, abstract type) -> its types
    log: list[str] = field(default_factory=list)  # mutations, in the order in which they were made

    def __post_init__(self) -> None:
        self.draw = random.Random(self.seed)  # noqa: S311 - a reproducible seed, no secret
        self.services = [f"g{n}" for n in range(self.draw.randint(2, 4))]
        self.types = [f"T{n}" for n in range(self.draw.randint(2, 3))]
        for type_name in self.types:
            self._spread(type_name)
        for type_name in self.types:
            self._link(type_name)
        for type_name in self.types:
            self._override(type_name)
            self._require(type_name)
        self._members()
        self._abstract()

    def homes(self, type_name: str) -> list[str]:
        return [service for service, name in self.fields if name == type_name]

    def _spread(self, type_name: str) -> None:
        homes = self.draw.sample(self.services, self.draw.randint(1, len(self.services)))
        for home in homes:
            self.keys[home, type_name] = self.draw.choice(
                [["id"], ["id"], ["id", "alt"], ["alt", "id"], ["at { x }", "id"]]
            )
            self.fields[home, type_name] = {}
        for name in (*SCALARS, "v"):
            owners = self.draw.sample(homes, 1 if self.draw.random() < 0.6 else self.draw.randint(1, len(homes)))
            for owner in owners:
                self.fields[owner, type_name][name] = f"{'V' if name == 'v' else 'String'} @shareable"
        for owner in homes[:1]:
            self.fields[owner, type_name]["f(x: Int)"] = "String"
        self.links[type_name, "v"] = ("V", False)

    def _link(self, type_name: str) -> None:
        for name in ("l0", "l1"):
            owner, target = self.draw.choice(self.homes(type_name)), self.draw.choice(self.types)
            is_list = self.draw.random() < 0.5
            self.links[type_name, name] = (target, is_list)
            provided = self._provided(owner, target)
            self.fields[owner, type_name][name] = (f"[{target}!]" if is_list else target) + provided

    def _provided(self, owner: str, target: str) -> str:
        """Sometimes a field of the target that its service gives away only here."""
        has = self.fields.get((owner, target))
        elsewhere = [home for home in self.homes(target) if home != owner and "s0" in self.fields[home, target]]
        if (
            has is None
            or has.get("s0", "@external").count("@external") == 0
            or not elsewhere
            or self.draw.random() < 0.4
        ):
            return ""
        has["s0"] = "String @external"
        return ' @provides(fields: "s0")'

    def _override(self, type_name: str) -> None:
        homes = self.homes(type_name)
        owners = [home for home in homes if "s1" in self.fields[home, type_name]]
        others = [home for home in homes if home not in owners]
        if len(owners) == 1 and others and self.draw.random() < 0.5:
            label = self.draw.choice(["", ', label: "percent(50)"', ', label: "on"'])
            new = f'String @override(from: "{owners[0]}"{label})'
            self.fields[others[0], type_name]["s1"] = new
            self.fields[owners[0], type_name]["s1"] = "String"

    def _require(self, type_name: str) -> None:
        """Two fields that need something of others; the second may need the first."""
        for name in ("r0", "r1"):
            home = self.draw.choice(self.homes(type_name))
            has = self.fields[home, type_name]
            target = self.links[type_name, "l0"][0]
            options = [Need(s, (s,)) for s in ("s0", "s2") if s not in has]
            if name == "r1" and "r0" not in has and (type_name, "r0") in self.needs:
                options += [Need("r0", ("r0",))] * 2
            if "l0" not in has and (home, target) not in self.fields:
                options.append(Need("l0 { s2 }", ("l0", "s2")))
            if "f(x: Int)" not in has:
                options.append(Need("f(x: 7)", ("f",)))
            if "v" not in has and not any("v" in f for (s, _), f in self.fields.items() if s == home):
                options.append(Need("v { a }", ("v", "a")))
            if not options:
                continue
            need = self.draw.choice(options)
            self.needs[type_name, name] = need
            first = need.keys[0]
            text = self._external(home, type_name, first, need)
            has["f(x: Int)" if first == "f" else first] = text
            has[name] = f'String @requires(fields: "{need.text}")'

    def _external(self, home: str, type_name: str, name: str, need: Need) -> str:
        if (type_name, name) not in self.links:
            return "String @external"
        target, is_list = self.links[type_name, name]
        if target == "V":
            return "V @external"
        self.fields[home, target] = {need.keys[1]: "String @external"}
        return (f"[{target}!]" if is_list else target) + " @external"

    def _members(self) -> None:
        """An interface with a key in one service, an object of its name in another, more of a member in a third."""
        services = self.draw.sample(self.services, 2)
        self.owner, self.outsider = services
        self.third = self.draw.choice([*self.services, ""])
        self.of_outsider = self.draw.choice(["", 'm2: String @requires(fields: "m0") m0: String @external'])
        if self.of_outsider:
            self.needs["M", "m2"] = Need("m0", ("m0",))

    def _abstract(self) -> None:
        for service in self.services:
            mine = [t for t in self.types if (service, t) in self.keys]
            self.known[service, "I"] = [t for t in mine if "alt" in self._key_fields(service, t)]
            self.known[service, "U"] = self.draw.sample(mine, self.draw.randint(0, len(mine)))

    def _key_fields(self, service: str, type_name: str) -> list[str]:
        return [
            name for key in self.keys.get((service, type_name), []) for name in key.split() if name in ("id", "alt")
        ]

    def sdl(self, service: str) -> str:
        """One service's part."""
        mine = [name for home, name in self.fields if home == service]
        parts = [self._type(service, name) for name in mine]
        referred = {self.links[n, f][0] for n in mine for f in self.fields[service, n] if (n, f) in self.links}
        parts += [f'type {t} @key(fields: "id") {{ id: ID! }}' for t in sorted(referred - {*mine, "V"})]
        roots, changes = [], []
        for name in mine:
            if (service, name) in self.keys:
                roots += [f"{name.lower()}(n: Int!): {name} @shareable", f"all_{name}: [{name}] @shareable"]
                changes.append(f"set_{name}_{service}(n: Int!): {name}")
        text = " ".join(parts)
        if " V" in text or "v: V" in text:
            parts.append(self._value_type(service))
        if "at: At" in text:
            parts.append("type At @shareable { x: ID! }")
        if self.known[service, "I"]:
            parts.append("interface I { alt: ID! }")
            roots.append(f"is_{service}: [I]")
        if self.known[service, "U"]:
            parts.append(f"union U = {' | '.join(self.known[service, 'U'])}")
            roots.append(f"us_{service}: [U]")
        self._add_members(service, parts, roots)
        parts.append(f"type Query {{ {' '.join(roots) or 'nothing: Int @shareable'} }}")
        if changes:
            parts.append(f"type Mutation {{ {' '.join(changes)} }}")
        return "\n".join(parts)

    def _add_members(self, service: str, parts: list[str], roots: list[str]) -> None:
        if service == self.owner:
            parts.append('interface M @key(fields: "id") { id: ID! m0: String }')
            parts.extend(
                f'type {m} implements M @key(fields: "id") {{ id: ID! m0: String own{m}: String }}' for m in MEMBERS
            )
            roots.append("ms: [M]")
        elif service == self.outsider:
            parts.append(f'type M @interfaceObject @key(fields: "id") {{ id: ID! m1: String {self.of_outsider} }}')
            roots.append("outside: [M]")
        elif service == self.third:
            parts.append(
                'type M0 @key(fields: "id") { id: ID! m3: String next: M1 } type M1 @key(fields: "id") { id: ID! }'
            )

    def _value_type(self, service: str) -> str:
        external = any("V @external" in f.get("v", "") for (s, _), f in self.fields.items() if s == service)
        if external:
            return "type V { a: String @external }"
        return f"type V @shareable {{ {' '.join(f'{name}: String' for name in self.value_fields(service))} }}"

    def value_fields(self, service: str) -> tuple[str, ...]:
        """The part of a value that a service tells."""
        return VALUE_FIELDS if self.seed % 4 or int(service[1:]) % 2 else VALUE_FIELDS[:2]

    def _type(self, service: str, name: str) -> str:
        keys = self.keys.get((service, name), ["id"])
        text = " ".join(keys)
        lines = [f"{key}: ID!" for key in ("id", "alt") if key in text.split()]
        if "at {" in text:
            lines.append("at: At! @shareable")
        lines += [f"{item}: {sdl}" for item, sdl in self.fields[service, name].items()]
        kinds = " implements I" if name in self.known.get((service, "I"), []) else ""
        applied = " ".join(f'@key(fields: "{key}")' for key in keys)
        return f"type {name}{kinds} {applied} {{ {' '.join(lines)} }}"

    def value(self, type_name: str, name: str, n: int, arguments: Json, service: str = "") -> Json:
        """What a field of an object is."""
        if name in ("id", "alt"):
            return f"{name}{n}"
        if name == "x":
            return f"x{n}"
        if name == "at":
            return {"__typename": "At", "n": n}
        if (type_name, name) in self.links:
            return self._linked(type_name, name, n)
        if name == "next":
            return {"__typename": "M1", "n": n}
        owner = "M" if name in ("m0", "m1") else type_name
        if (n + len(owner + name)) % 5 == 0 and name != "f":
            return None
        return f"{owner}.{name}={n}" + (f"({arguments.get('x')})" if name == "f" else "")

    def _linked(self, type_name: str, name: str, n: int) -> Json:
        target, is_list = self.links[type_name, name]
        first = {"__typename": target, "n": (n * 3 + len(type_name)) % OBJECTS}
        if is_list:
            return [first, {"__typename": target, "n": n}] if n else []
        return None if name == "l1" and n == 1 else first

    def root(self, name: str, arguments: Json) -> Json:
        """What a root field is."""
        if name in ("ms", "outside"):
            return [{"__typename": MEMBERS[n % 2], "n": n} for n in range(3)]
        if name.startswith(("is_", "us_")):
            return [{"__typename": t, "n": n} for n, t in enumerate(self.known[name[3:], name[0].upper()])] + [None]
        if name.startswith("set_"):
            self.log.append(f"{name}({arguments['n']})")
            return {"__typename": name[4:6], "n": arguments["n"]}
        if name.startswith("all_"):
            return [{"__typename": name[4:], "n": n} for n in range(OBJECTS)]
        return (
            {"__typename": name.upper(), "n": arguments["n"]}
            if name != "nothing" and arguments["n"] < OBJECTS
            else None
        )

    def needed(self, type_name: str, name: str, n: int) -> Json:
        """What a field's requirement amounts to."""
        first, *below = self.needs[type_name, name].keys
        if (type_name, first) in self.needs:
            return self.required(type_name, first, n)
        found = self.value("M0" if type_name == "M" else type_name, first, n, {"x": 7})
        return _dug(found, below, lambda item, key: self.value(item["__typename"], key, item["n"], {}))

    def required(self, type_name: str, name: str, n: int) -> str:
        """What a field with a requirement is."""
        return f"{name}({json.dumps(self.needed(type_name, name, n))})"


def _dug(value: Json, keys: list[str], get: Callable[[Json, str], Json]) -> Json:
    if not keys or value is None:
        return value
    if isinstance(value, list):
        return [_dug(item, keys, get) for item in value]
    return _dug(get(value, keys[0]), keys[1:], get)


def service_of(world: World, name: str) -> Service:
    """A service of the world."""
    found = Service(subgraph(name, world.sdl(name)))
    roots = {}
    for root_type in (found.schema.query_type, found.schema.mutation_type):
        for root in root_type.fields if root_type else ():
            roots[root] = _root(world, root, interface_object=name == world.outsider and root == "outside")
    found.roots = roots
    entities = {}
    fields: dict[str, Callable[..., Json]] = {}
    for type_name, type_ in found.schema.type_map.items():
        if type_name in ("Query", "Mutation") or type_name.startswith("_") or not is_composite_type(type_):
            continue
        entities[type_name] = _member if type_name == "M" and name == world.owner else _entity
        fields.update({f"{type_name}.{item}": _field(world, type_name, item) for item in getattr(type_, "fields", ())})
    found.entities, found.fields = entities, fields
    return found


def _root(world: World, name: str, interface_object: bool) -> Callable[..., Json]:
    def resolve(**arguments: Json) -> Json:
        found = world.root(name, arguments)
        return [{**item, "__typename": "M"} for item in found] if interface_object else found

    return resolve


def _entity(representation: dict[str, Json]) -> Json:
    number = representation.get("id") or representation.get("alt") or representation["at"]["x"]
    return {"n": int(number[-1]), "sent": representation}


def _member(representation: dict[str, Json]) -> Json:
    found = _entity(representation)
    return {**found, "__typename": MEMBERS[found["n"] % 2]}


def _field(world: World, type_name: str, name: str) -> Callable[..., Json]:
    def resolve(source: Json, **arguments: Json) -> Json:
        need = world.needs.get((type_name, name))
        if need is None:
            return world.value(type_name, name, source["n"], arguments)
        first, *below = need.keys
        return f"{name}({json.dumps(_dug(source['sent'][first], below, lambda item, key: item[key]))})"

    return resolve


def answer(world: World, sdl: str, query: str, variables: dict[str, Json]) -> Json:
    """What one schema over the same numbers answers."""

    def resolve(source: Json, info: GraphQLResolveInfo[Any], **arguments: Json) -> Json:
        type_name, name = info.parent_type.name, info.field_name
        if type_name in ("Query", "Mutation"):
            return world.root(name, arguments)
        owner = "M" if ("M", name) in world.needs and type_name in MEMBERS else type_name
        if (owner, name) in world.needs:
            return world.required(owner, name, source["n"])
        return world.value(type_name, name, source["n"], arguments)

    found = execute_sync(
        build_schema(sdl), parse(query), field_resolver=resolve, variable_values=variables,
        type_resolver=lambda value, *_: value["__typename"],
    )  # fmt: skip
    assert isinstance(found, ExecutionResult)
    assert not found.errors, (query, found.errors)
    return found.data
