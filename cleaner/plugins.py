"""What installed packages add: rule packs and stages of their own, which they name as entry points.

    [project.entry-points."cleaner.packs"]
    harbour = "harbour_rules"            # a package that holds packs, or "module:NAME" of a path to a pack or a folder

    [project.entry-points."cleaner.stages"]
    tides = "harbour_rules.tides"        # a module with RULES, a tuple of Heuristic, and mark(reading)

What is installed is in use, like everything else that has a rule's id; `--without` leaves it out.
"""

from __future__ import annotations

import hashlib
import os
import pkgutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final, NamedTuple

from cleaner import cached, packs
from cleaner.index import Index, Joined, standard
from cleaner.packs import Heuristic, PackError, Rule

PACKS: Final = "cleaner.packs"
STAGES: Final = "cleaner.stages"


class PluginError(PackError):
    """A package that adds to the program and cannot be used; says which, and why."""


class Plugin(NamedTuple):
    """An entry point."""

    distribution: str
    version: str
    group: str
    name: str
    value: str

    def load(self) -> Any:
        """What it names. Raises PluginError."""
        try:
            return pkgutil.resolve_name(self.value)
        except Exception as error:
            raise self.wrong(f"{type(error).__name__}: {error}") from error

    def wrong(self, why: str) -> PluginError:
        """The error that says so of this entry point."""
        return PluginError(f"{self.distribution} {self.version}: {self.group}: {self.name} = {self.value}: {why}")


@cache
def found() -> tuple[Plugin, ...]:
    """All that there are, in order.

    Looking for them takes 30 ms, a fifth of what cleaning a file does, so they are kept in the user's cache for as long as
    no folder of `sys.path` changes.
    """
    state = [(place, _changed(place)) for place in sys.path]
    kept = cached.path("plugins", [repr(sys.path).encode()])
    with suppress(OSError, ValueError, TypeError):
        before, rows = cached.read(kept)
        if before == state:
            return tuple(Plugin(*row) for row in rows)
    plugins = _search()
    cached.write(kept, (state, [tuple(plugin) for plugin in plugins]))
    return plugins


def _changed(place: str) -> int:
    """When a folder changed, in nanoseconds; 0 where there is none."""
    try:
        return os.stat(place or os.curdir).st_mtime_ns
    except OSError:
        return 0


def _search() -> tuple[Plugin, ...]:
    from importlib.metadata import entry_points

    every = [point for group in (PACKS, STAGES) for point in entry_points(group=group)]
    return tuple(sorted(
        Plugin(point.dist.name, point.dist.version, point.group, point.name, point.value) for point in every if point.dist
    ))  # fmt: skip


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of installed packs. Raises PluginError."""
    known = {head[0]: "this program" for head in standard().heads} if found() else {}
    rules: list[Rule] = []
    for plugin, path in _packs():
        try:
            more = packs.load(path)
        except (PackError, OSError) as error:
            raise plugin.wrong(str(error)) from error
        for rule in more:
            if rule.id in known:
                raise plugin.wrong(f"{path}: rule {rule.id}: id: is that of a rule of {known[rule.id]} already")
            known[rule.id] = plugin.distribution
        rules += more
    return tuple(rules)


def _packs() -> Iterator[tuple[Plugin, Path]]:
    for plugin in found():
        if plugin.group == PACKS:
            place = plugin.load()
            # A namespace package may lie in several folders.
            folders = getattr(place, "__path__", None) if isinstance(place, ModuleType) else [place]
            try:
                places = [Path(folder) for folder in folders or ()]
            except TypeError:
                raise plugin.wrong(f"is {type(place).__name__}, no package and no path") from None
            files = [path for folder in places for path in (sorted(folder.glob("*.toml")) if folder.is_dir() else [folder])]
            if not files:
                raise plugin.wrong("holds no pack, no file that ends in .toml")
            yield from ((plugin, path) for path in files)


@cache
def stages() -> tuple[ModuleType, ...]:
    """The stages of installed packages. Raises PluginError."""
    loaded = []
    for plugin in found():
        if plugin.group == STAGES:
            stage = plugin.load()
            heuristics = getattr(stage, "RULES", None)
            if not isinstance(heuristics, tuple) or not all(isinstance(rule, Heuristic) for rule in heuristics):
                raise plugin.wrong("has no RULES, a tuple of cleaner.packs.Heuristic")
            if not callable(getattr(stage, "mark", None)):
                raise plugin.wrong("has no function mark(reading)")
            loaded.append(stage)
    return tuple(loaded)


@cache
def index() -> Index:
    """The program's own rules and those of installed packs. Raises PluginError."""
    return Joined(standard(), Index(rules())) if rules() else standard()


def check() -> None:
    """Raise PluginError where an installed package cannot be used."""
    if found():
        index()
        stages()


def fingerprints() -> dict[str, str]:
    """Hashes of the packs and stages, by names that tell where they come from. Raises PluginError."""
    files = [(plugin, path) for plugin, path in _packs()]
    files += [(plugin, Path(f"{plugin.load().__file__}")) for plugin in found() if plugin.group == STAGES]
    return {
        f"{plugin.distribution}: {path.name}": hashlib.sha256(plugin.version.encode() + b"\0" + path.read_bytes()).hexdigest()
        for plugin, path in files
    }
