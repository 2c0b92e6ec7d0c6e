"""What the Containerfile puts into a service's image, laid out in a folder: no container engine is needed to run it."""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[3]
CONTAINERS = ROOT / "deploy" / "containers"
IMAGES = ("proceedings", "certification", "accounts", "enforcement", "gateway")


@dataclass(frozen=True)
class Instruction:
    """One instruction of a Containerfile, its continuation lines joined.

    Attributes:
        stage: name of the stage it belongs to, empty before the first.
        keyword: in capitals.
        rest: everything behind the keyword.
    """

    stage: str
    keyword: str
    rest: str


def instructions(text: str) -> list[Instruction]:
    """The instructions of a Containerfile, in order."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    found, stage = [], ""
    for line in re.sub(r"\\\n", " ", "\n".join(lines)).splitlines():
        if line.strip():
            keyword, _, rest = line.strip().partition(" ")
            if keyword == "FROM":
                stage = rest.rpartition(" AS ")[2]
            found.append(Instruction(stage, keyword.upper(), rest.strip()))
    return found


def containerfile() -> list[Instruction]:
    """Ours."""
    return instructions((CONTAINERS / "Containerfile").read_text())


def copied(service: str, stage: str = "application") -> list[tuple[str, str]]:
    """Source and target of everything that a stage takes from the project."""
    copies = []
    for instruction in containerfile():
        if instruction.keyword == "COPY" and instruction.stage == stage and "--from=" not in instruction.rest:
            source, target = instruction.rest.replace("${SERVICE}", service).split()
            copies.append((source, target))
    return copies


@dataclass(frozen=True)
class Image:
    """A laid out image.

    Attributes:
        service: whose.
        app: the folder that is ``/app`` in the image.
        packages: the folder of the installed packages.
    """

    service: str
    app: Path
    packages: Path

    def environment(self, settings: Mapping[str, str]) -> dict[str, str]:
        """Environment of a process of the image: this layout is all that Python can import."""
        return {
            "PATH": os.defpath,
            "PYTHONPATH": f"{self.app}{os.pathsep}{self.packages}",
            "PYTHONSAFEPATH": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUNBUFFERED": "1",
            **settings,
        }

    def command(self, *arguments: str) -> tuple[str, ...]:
        """Python as the image runs it; ``-S`` keeps out the packages and the project of the running environment."""
        return (sys.executable, "-S", *arguments)

    def run(self, *arguments: str, settings: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
        """Run Python in the image until it ends."""
        return subprocess.run(
            self.command(*arguments),
            cwd=self.app,
            env=self.environment(settings or {}),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


def assemble(service: str, folder: Path) -> Image:
    """Lay out what the Containerfile copies for ``service``, and the packages of its lock, under ``folder``."""
    image = Image(service, folder / "app", folder / "packages")
    image.packages.mkdir(parents=True)
    for source, target in copied(service):
        if target.startswith("/"):
            continue  # for the build alone: the runtime stage takes /app and /venv
        _copy(ROOT / source, image.app / target)
    for name in sorted(locked("requirements.lock")):
        link_package(name, image.packages)
    return image


def locked(file: str, folder: Path = CONTAINERS) -> dict[str, str]:
    """Version by name of every package that a lock file names for this machine."""
    pins = {}
    for line in (folder / file).read_text().splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            requirement = Requirement(line.removesuffix("\\"))
            if requirement.marker is None or requirement.marker.evaluate():
                pins[requirement.name] = str(requirement.specifier).removeprefix("==")
    return pins


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=_ignored)
    else:
        shutil.copy(source, target)


def _ignored(folder: str, names: list[str]) -> set[str]:
    """What Containerfile.dockerignore keeps from the builder."""
    never = {"__pycache__", "node_modules"}
    if Path(folder).name == "graphiql":
        never.add("dist")
    return never & set(names)


def link_package(name: str, packages: Path) -> None:
    """Make an installed package importable from ``packages``."""
    for entry, place in _top_level(importlib.metadata.distribution(name)):
        link = packages / entry
        if not link.exists():
            link.symlink_to(place)


def _top_level(distribution: importlib.metadata.Distribution) -> Iterator[tuple[str, Path]]:
    """Names and places of what a package puts into site-packages."""
    for entry in {file.parts[0] for file in distribution.files or ()} - {"..", "__pycache__"}:
        yield entry, Path(str(distribution.locate_file(entry)))
