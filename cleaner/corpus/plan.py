"""The files of a corpus: what is found where sources are named, in order, each with a name of its own in the output."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Final, NamedTuple

from cleaner.corpus.compression import split
from cleaner.corpus.entries import shown
from cleaner.files import PAGES, STDIN, why

DOCUMENTS: Final = ("text", "html", "json")
"""Formats of files that hold one document each."""
FORMATS: Final = (*DOCUMENTS, "jsonl", "parquet", "warc")
_FORMAT: Final = {
    **dict.fromkeys((".txt", ".text"), "text"), **dict.fromkeys(PAGES, "html"), ".json": "json",
    **dict.fromkeys((".jsonl", ".ndjson"), "jsonl"), ".parquet": "parquet", **dict.fromkeys((".warc", ".wet"), "warc"),
}  # fmt: skip
OUTPUTS: Final = (".json", ".txt")
"""What a sink may add to the name of a document."""
_LONGEST: Final = 255 - max(map(len, OUTPUTS))  # bytes of a file's name, on most systems


class File(NamedTuple):
    """A file that was found."""

    path: str
    name: str
    """Its place in the output, without an ending: no other file's is the same, not even in capitals."""
    format: str
    """One of `FORMATS`; "" for what is no document, or cannot be used."""
    size: int = 0
    """In bytes, as it lies there."""
    modified: int = 0
    """When, in nanoseconds."""
    trouble: str = ""
    """Why it cannot be used."""
    skipped: str = ""
    """Why it is left out."""


class NoSourceError(ValueError):
    """A source that was named and cannot be used at all."""


def find(
    sources: Iterable[str], *, globs: Iterable[str] = (), format: str | None = None, leave: str = "", taken: Iterable[str] = ()
) -> Iterator[File]:
    """Every file that `sources` name, folders searched in the order of their names, links in them not followed.

    With `globs`, of folders only the files are found whose name or path below the folder is like one of them. `format` is
    taken for files whose names tell none, and for standard input, which else is JSONL. What lies in the folder `leave` is
    not looked at. `taken` are names that no output may have. Raises NoSourceError for a source that does not exist, and where
    nothing at all is found.
    """
    sources = list(dict.fromkeys(sources))
    globs = tuple(globs)
    found = _found(sources, globs, format, os.path.realpath(leave) if leave else "", Names(taken))
    is_empty = bool(sources)
    for file in found:
        is_empty = False
        yield file
    if is_empty:
        told = f" like {' or '.join(globs)}" if globs else ""
        raise NoSourceError(f"there is no file{told} in {', '.join(map(shown, sources))}")


def _found(sources: list[str], globs: tuple[str, ...], format: str | None, leave: str, top: Names) -> Iterator[File]:
    for source in sources:
        if source == STDIN:
            yield File(STDIN, top.unique("stdin"), format or "jsonl")
        elif os.path.isdir(source):
            prefix, names = "", top
            if len(sources) > 1:
                prefix, names = top.unique(os.path.basename(os.path.realpath(source)) or "root", is_folder=True), Names()
            yield from _walk(source, "", prefix, names, globs=globs, leave=leave)
        elif os.path.lexists(source):
            yield _file(source, top.unique(os.path.basename(source)), format, named=True)
        else:
            raise NoSourceError(f"{shown(source)} does not exist")


def _walk(folder: str, below: str, prefix: str, names: Names, *, globs: tuple[str, ...], leave: str) -> Iterator[File]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        yield File(folder, prefix, "", trouble=why(error))
        return
    for entry in entries:
        place = os.path.join(below, entry.name)
        is_folder = entry.is_dir(follow_symlinks=False)
        if globs and not is_folder and not any(fnmatchcase(name, glob) for name in (entry.name, place) for glob in globs):
            continue
        if is_folder and os.path.realpath(entry.path) == leave:
            continue
        if entry.name.startswith(".") and not globs:
            yield File(entry.path, "", "", skipped="hidden")
        elif is_folder:
            name = os.path.join(prefix, names.unique(entry.name, is_folder=True))
            yield from _walk(entry.path, place, name, Names(), globs=globs, leave=leave)
        elif entry.is_symlink() and os.path.exists(entry.path):
            yield File(entry.path, "", "", skipped="link")
        else:
            yield _file(entry.path, os.path.join(prefix, names.unique(entry.name)), None, named=bool(globs))


def _file(path: str, name: str, format: str | None, named: bool) -> File:
    """The file as it is; where it was not `named`, only if its name tells what is in it."""
    told = format_of(path) or format or ("text" if named or not os.path.splitext(split(path)[0])[1] else "")
    if os.path.islink(path) and not os.path.exists(path):
        return File(path, name, "", trouble=f"is a link to {shown(os.readlink(path))}, which does not exist")
    try:
        state = os.stat(path)
    except OSError as error:
        return File(path, name, "", trouble=why(error))
    if not told:
        return File(path, name, "", skipped="no text by its name")
    if not os.path.isfile(path) and not named:
        return File(path, name, "", skipped="no regular file")
    return File(path, name, told, state.st_size, state.st_mtime_ns)


def check_readable_elsewhere(files: Iterable[File]) -> None:
    """Raise NoSourceError if another machine would have to read a file of this one.

    One that is a document is read where it is cleaned; what is in the others is handed out.
    """
    for file in files:
        if file.format in DOCUMENTS and file.path != STDIN:
            raise NoSourceError(f"{shown(file.path)}: --engine ray reads JSONL, Parquet and WARC, not files of one document")


def format_of(path: str) -> str:
    """The format of a file by its name; "" if that does not tell."""
    return _FORMAT.get(os.path.splitext(split(path)[0])[1].lower(), "")


class Names:
    """Names in one folder of the output, no two of them the same to any file system."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {_folded(name) for name in taken}

    def unique(self, name: str, *, is_folder: bool = False) -> str:
        """`name`, or one made from it that is free: what is no UTF-8 escaped, what is too long cut, what is taken numbered."""
        plain = os.fsencode(name).decode("utf-8", "surrogateescape")
        plain = "".join(f"%{ord(c) - 0xDC00:02X}" if 0xDC80 <= ord(c) <= 0xDCFF else c for c in plain)
        number = 1
        while True:
            mark = f"~{number}" if number > 1 else ""
            unique = _fitting(plain, mark, name)
            ours = {_folded(unique)} if is_folder else {_folded(unique + ending) for ending in OUTPUTS}
            if not ours & self._taken:
                self._taken |= ours
                return unique
            number += 1


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def _fitting(name: str, mark: str, original: str) -> str:
    """`name` and `mark`, cut in the middle of a character at no time, so that an ending still fits."""
    data = name.encode()
    if len(data) + len(mark) <= _LONGEST:
        return name + mark
    mark = f"~{hashlib.sha256(os.fsencode(original)).hexdigest()[:8]}{mark}"
    return data[: _LONGEST - len(mark)].decode(errors="ignore") + mark
