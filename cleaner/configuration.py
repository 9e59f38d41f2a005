"""What a folder says about how its sources are cleaned: `clean.toml`, or `[tool.cleaner]` in `pyproject.toml`.

The nearest file holds, from a source's own folder upwards; no two are put together. Within one, what is said of a pattern
of file names changes what is said of all, and what is said of a site changes that: words for an option take the place of
earlier ones, and rules to ignore add up.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Final

from cleaner import packs, plugins
from cleaner.index import Index
from cleaner.packs import LEVELS, PackError, Rule
from cleaner.settings import METADATA, WITNESS, Settings

NAME: Final = "clean.toml"
SHARED: Final = "pyproject.toml"

_STRINGS: Final = (list, "a list of strings")
_OPTIONS: Final[dict[str, tuple[type, str]]] = {
    "level": (str, f"one of {', '.join(LEVELS)}"), "select": _STRINGS, "ignore": _STRINGS, "encoding": (str, "a string"),
    "witness": (str, f"one of {', '.join(WITNESS)}"), "metadata": (str, f"one of {', '.join(METADATA)}"),
}  # fmt: skip
_OWN: Final[dict[str, tuple[type, str]]] = {"packs": _STRINGS, "rule": (list, "[[rule]] tables")}
KEYS: Final[dict[str, dict[str, tuple[type, str]]]] = {
    "": _OPTIONS | _OWN | {
        "site-packs": (str, "a folder"), "suppress": (list, "[[suppress]] tables"), "files": (dict, "a table for each pattern"),
        "site": (dict, "a table for each site"), "limits": (dict, "a table"),
    },
    "files": _OPTIONS | {"site": (str, "a host")},
    "site": _OPTIONS | _OWN,
    "suppress": dict.fromkeys(("fingerprint", "rule", "line", "site"), (str, "a string")),
    "limits": {"max-seconds": (float, "seconds, more than 0"), "max-bytes": (int, "bytes, a whole number above 0")},
}  # fmt: skip
"""What may stand in each kind of table, and what it holds."""


class ConfigurationError(ValueError):
    """A configuration that cannot be used; says file, key and what is wrong."""


class Configuration:
    """A configuration file, checked."""

    def __init__(self, content: Mapping[str, Any] | None = None, file: Path | None = None, table: str = "") -> None:
        """`content` is the table of `file` that is about this program, under the name `table`.

        Raises ConfigurationError, and PackError for a rule that cannot be used.
        """
        self.file = file
        self._table = table
        self._content = content or {}
        self._check("", "", self._content)
        for kind in ("files", "site"):
            for name, told in self._content.get(kind, {}).items():
                self._check(kind, f'{kind}."{name}"', told)
        for number, told in enumerate(self._content.get("suppress", ()), 1):
            self._check("suppress", f"suppress {number}", told)
            if "fingerprint" not in told:
                raise self._wrong(f"suppress {number}", "wants a fingerprint; clean check --format json tells it")
        self._check("limits", "limits", self._content.get("limits", {}))
        self._indexes: dict[str, Index | None] = {}
        self._patterns = [(_glob(name), told) for name, told in self._content.get("files", {}).items()]
        self._rules = self._rules_of("", self._content)
        self.suppressed = frozenset(told["fingerprint"] for told in self._content.get("suppress", ()))
        """The fingerprints of lines that stay."""
        self.limits: dict[str, float] = {
            name.replace("-", "_"): value for name, value in self._content.get("limits", {}).items()
        }
        """Limits of a run that are set: `max_seconds` and `max_bytes`, of a document."""
        self._base = self._made(self._rules)
        for name in self._content.get("site", {}):
            self._index(name)
        self._settings("", self._content)

    @property
    def suppressions(self) -> list[dict[str, str]]:
        """The lines that stay, as they are written in the file."""
        return list(self._content.get("suppress", ()))

    def packs(self) -> list[Path]:
        """The files of all packs that it names, and those of its sites."""
        told = [self._content, *self._content.get("site", {}).values()]
        named = [self._beside(name) for table in told for name in table.get("packs", ())]
        folder = self._content.get("site-packs")
        return [*named, *(sorted(self._beside(folder).glob("*.toml")) if folder else ())]

    def settings(self, path: str | Path | None = None, site: str = "") -> Settings:
        """How the source at `path` is cleaned, which was found on `site`, a host."""
        told: dict[str, Any] = dict(self._content)
        for pattern, more in self._patterns if path is not None and self.file else ():
            if pattern.fullmatch(_below(Path(path or ""), self.file)):
                told = _changed(told, more)
                site = more.get("site", site)
        section = self._section(site)
        if section:
            told = _changed(told, self._content["site"][section])
        return self._settings(site, told)

    def _settings(self, site: str, told: Mapping[str, Any]) -> Settings:
        options: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in told.items() if name in _OPTIONS
        }
        try:
            return Settings(**options, own=self._index(site), suppressed=self.suppressed, site=site)
        except ValueError as error:
            raise self._wrong("", str(error)) from error

    def _section(self, site: str) -> str:
        """The longest name of a section that `site` is, or stands below."""
        return next((name for name in _and_above(site) if name in self._content.get("site", {})), "")

    def _index(self, site: str) -> Index | None:
        """The rules beside the program's own, for a site."""
        if site not in self._indexes:
            more: list[Rule] = []
            if section := self._section(site):
                more += self._rules_of(f'site."{section}".', self._content["site"][section])
            if folder := self._content.get("site-packs"):
                found = (self._beside(folder) / f"{name}.toml" for name in _and_above(site))
                more += [rule for path in found if path.is_file() for rule in packs.load(path)]
            # Sites without rules of their own share an index, and so a rulebook.
            self._indexes[site] = self._made([*self._rules, *more]) if more else self._base
        return self._indexes[site]

    @staticmethod
    def _made(rules: list[Rule]) -> Index | None:
        known = {head[0] for head in plugins.index().heads} if rules else set()
        for rule in rules:
            if rule.id in known:
                raise PackError(f"{rule.file}: rule {rule.id}: id: is that of another rule already")
            known.add(rule.id)
        return Index(rules) if rules else None

    def _rules_of(self, where: str, told: Mapping[str, Any]) -> list[Rule]:
        rules = packs.rules(told.get("rule", []), "", f"{self.file}")
        for name in told.get("packs", ()):
            try:
                rules += packs.load(self._beside(name))
            except OSError as error:
                raise self._wrong(f"{where}packs", f"{name}: {error.strerror}") from error
        return rules

    def _beside(self, name: str) -> Path:
        return (self.file.parent if self.file else Path()) / name

    def _check(self, kind: str, where: str, told: Any) -> None:
        if not isinstance(told, Mapping):
            raise self._wrong(where, "wants a table")
        for key, value in told.items():
            name = f"{where}.{key}" if where else key
            if key not in KEYS[kind]:
                near = get_close_matches(key, KEYS[kind], 1, 0)
                raise self._wrong(name, f"unknown key; the nearest known one is {near[0]}")
            wanted, words = KEYS[kind][key]
            if not _fits(value, wanted, words):
                raise self._wrong(name, f"wants {words}")

    def _wrong(self, key: str, why: str) -> ConfigurationError:
        where = ".".join(filter(None, (self._table, key)))
        return ConfigurationError(f"{self.file}: {where}: {why}" if where else f"{self.file}: {why}")


def parse(text: str, file: Path) -> Configuration:
    """The configuration that `text` would be as the content of `file`. Errors are those of `read`, but for OSError."""
    try:
        return Configuration(tomllib.loads(text), file)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{file}: not TOML: {error}") from error


@cache
def read(file: Path) -> Configuration:
    """The configuration in `file`: all of it, or its table `tool.cleaner` if it is a `pyproject.toml`.

    Raises ConfigurationError, PackError for a rule that cannot be used, OSError for a file that cannot be read.
    """
    content = _toml(file)
    if file.name == SHARED:
        return Configuration(content.get("tool", {}).get("cleaner"), file, "tool.cleaner")
    return Configuration(content, file)


def forget() -> None:
    """Read configurations anew when they are asked for again."""
    read.cache_clear()
    _nearest.cache_clear()


def of(path: str | Path) -> Configuration:
    """The configuration nearest to a file or folder, or one that says nothing. Errors are those of `read`."""
    place = Path(path).resolve()
    return _nearest(place if place.is_dir() else place.parent)


@cache
def _nearest(folder: Path) -> Configuration:
    if (own := folder / NAME).is_file():
        return read(own)
    shared = folder / SHARED
    if shared.is_file() and "cleaner" in _toml(shared).get("tool", {}):
        return read(shared)
    return Configuration() if folder.parent == folder else _nearest(folder.parent)


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file}: not TOML: {error}") from error


def _fits(value: Any, wanted: type, words: str) -> bool:
    if wanted in (int, float):
        return type(value) in (int, wanted) and bool(value > 0)
    if words == _STRINGS[1]:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return isinstance(value, wanted)


def _changed(told: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    return {**told, **more, "ignore": [*told.get("ignore", ()), *more.get("ignore", ())]}


def _below(path: Path, file: Path | None) -> str:
    """`path` as seen from the folder of `file`, with slashes."""
    place = path.resolve()
    folder = file.resolve().parent if file else place.parent
    return place.relative_to(folder).as_posix() if place.is_relative_to(folder) else place.as_posix()


def _and_above(site: str) -> Iterator[str]:
    """A host and the domains that it stands below, the longest first."""
    while site:
        yield site
        site = site.partition(".")[2]


def _glob(pattern: str) -> re.Pattern[str]:
    """A pattern of paths: `*` and `?` within a name, `**` for any folders; without a slash, of a name in any folder."""
    pieces = re.split(r"(\*\*/|\*\*|\*|\?)", pattern if "/" in pattern else f"**/{pattern}")
    meanings = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(meanings.get(piece, re.escape(piece)) for piece in pieces))
