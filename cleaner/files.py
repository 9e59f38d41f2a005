"""Files named on a command line: which they are, what they hold, how they are written without ever being half there."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from stat import S_IMODE, S_ISREG
from typing import BinaryIO, Final, NamedTuple

STDIN: Final = "-"
JSON: Final = (".json", ".jsonl", ".ndjson")
PAGES: Final = (".html", ".htm", ".xhtml")
ENDINGS: Final = (".txt", ".text", *PAGES)
"""What a text or a page in a folder may end in; a name without an ending is looked into."""
_LOOK: Final = 4096  # bytes of a file without an ending that must be UTF-8


class Input(NamedTuple):
    """A source: the path to open, and its place below the folder that was named."""

    path: str
    below: str
    """The name alone where the file itself was named."""


class Trouble(NamedTuple):
    """A path that cannot be used, and why."""

    path: str
    why: str
    fatal: bool = True
    """False for what is only left out and told."""


def inputs(paths: Iterable[str], *, json: bool = False) -> Iterator[Input | Trouble]:
    """Every source that `paths` name, in order and once, and every path among them that is none.

    A folder stands for the texts in it and below, sorted by name, without what is hidden, with `json` also for files of
    JSON. A named file is always taken.
    Links in folders are not followed: they lead to what is taken anyway, in circles, or out of the folder.
    """
    seen = set()
    for path in paths:
        if path == STDIN:
            found: Iterable[Input | Trouble] = [Input(STDIN, "stdin")]
        elif os.path.isdir(path):
            found = _folder(path, (*ENDINGS, *JSON) if json else ENDINGS)
        elif os.path.islink(path) and not os.path.exists(path):
            found = [Trouble(path, f"is a link to {os.readlink(path)}, which does not exist")]
        else:
            found = [Input(path, os.path.basename(path))]
        for one in found:
            place = os.path.normpath(one.path)
            if place not in seen:
                seen.add(place)
                yield one


def _folder(folder: str, wanted: tuple[str, ...]) -> Iterator[Input | Trouble]:
    empty = True
    for one in _walk(folder, folder, wanted):
        empty = False
        yield one
    if empty:
        endings = ", ".join(wanted)
        yield Trouble(folder, f"is a folder without a readable text ({endings}, or a name without an ending)")


def _walk(top: str, folder: str, wanted: tuple[str, ...]) -> Iterator[Input | Trouble]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        yield Trouble(folder, why(error))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            if not os.path.exists(entry.path) and _may_be_text(entry.name, wanted):
                yield Trouble(entry.path, f"is a link to {os.readlink(entry.path)}, which does not exist")
            elif os.path.isfile(entry.path) and _is_text(entry.path, wanted):
                yield Trouble(entry.path, "is a link and left out; name it to have it read", fatal=False)
        elif entry.is_dir():
            yield from _walk(top, entry.path, wanted)
        elif entry.is_file() and _is_text(entry.path, wanted):
            yield Input(entry.path, os.path.relpath(entry.path, top))


def _may_be_text(name: str, wanted: tuple[str, ...]) -> bool:
    ending = os.path.splitext(name)[1].lower()
    return not ending or ending in wanted


def _is_text(path: str, wanted: tuple[str, ...]) -> bool:
    ending = os.path.splitext(path)[1].lower()
    if ending:
        return ending in wanted
    try:
        with open(path, "rb") as file:
            beginning = file.read(_LOOK)
    except OSError:
        return True  # whoever reads it will say what is wrong
    with suppress(UnicodeDecodeError):
        return "\0" not in beginning.decode("utf-8")
    return len(beginning) == _LOOK and _is_cut(beginning)


def _is_cut(beginning: bytes) -> bool:
    """Whether only the last character is cut off."""
    try:
        beginning.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(beginning) - 4 and "\0" not in beginning[: error.start].decode("utf-8")
    return False


def read(path: str) -> bytes:
    """The bytes at `path`, or of standard input. Raises OSError."""
    if path == STDIN:
        return sys.stdin.buffer.read()
    with open(path, "rb") as file:
        return file.read()


def why(error: OSError) -> str:
    """What went wrong, in the system's words, without the path."""
    reason = error.strerror or str(error) or type(error).__name__
    return reason[:1].lower() + reason[1:]


class RefusedError(ValueError):
    """A file that is better left alone, and why."""


def rewrite(path: str, data: bytes, text: str, encoding: str) -> bool:
    """Put `text` in the place of `data`, which was read from `path`, in the same encoding; whether anything changed.

    Raises RefusedError where that cannot be done without harm, OSError where the system says no.
    """
    return replace(path, data, _encoded(data, text, encoding))


def replace(path: str, data: bytes, new: bytes) -> bool:
    """Put `new` in the place of `data`, which was read from `path`; whether anything changed. Errors are those of `rewrite`."""
    if path == STDIN:
        raise RefusedError("cannot be rewritten in place")
    if not os.path.isfile(path):
        raise RefusedError("is no regular file, so it cannot be rewritten in place")
    if new == data:
        return False
    with writing(path) as file:
        file.write(new)
        if read(path) != data:
            raise RefusedError("has changed since it was read, and was left as it is now")
    return True


_MARKED: Final = {
    "utf-8-sig": ((codecs.BOM_UTF8, "utf-8"),),
    "utf-16": ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")),
    "utf-32": ((codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be")),
}


def _encoded(data: bytes, text: str, encoding: str) -> bytes:
    """`text` in the encoding of `data`, byte order mark and all; RefusedError if not even `data` comes back."""
    mark, codec = next((marked for marked in _MARKED.get(encoding, ()) if data.startswith(marked[0])), (b"", encoding))
    try:
        if data[len(mark) :].decode(codec).encode(codec) == data[len(mark) :]:
            return mark + text.encode(codec)
    except UnicodeError:
        pass
    raise RefusedError(f"reads as {encoding} but cannot be written back in it byte for byte")


@contextmanager
def writing(path: str) -> Iterator[BinaryIO]:
    """A file that appears at `path` whole when all is written to it, and not at all if anything goes wrong.

    A link stays, what it leads to is replaced; an existing file hands on its mode. Missing folders are made. What is
    no regular file (a device, a pipe) is written to as it is.
    """
    target = os.path.realpath(path)
    before = os.stat(target) if os.path.exists(target) else None
    if before and not S_ISREG(before.st_mode):
        with open(target, "wb") as file:
            yield file
        return
    folder = os.path.dirname(target)
    os.makedirs(folder, exist_ok=True)
    temporary = os.path.join(folder, f".clean-{os.urandom(8).hex()}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            if before:
                _hand_on(before, file.fileno())
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary)
        raise
    sync_folder(folder)


def _hand_on(before: os.stat_result, descriptor: int) -> None:
    with suppress(AttributeError):  # not on every system
        with suppress(PermissionError):  # only root may give files away
            os.fchown(descriptor, before.st_uid, before.st_gid)
        os.fchmod(descriptor, S_IMODE(before.st_mode))


def sync_folder(folder: str) -> None:
    """Make sure that the names in a folder are on the disk, where the system can."""
    with suppress(OSError):  # not every system opens folders
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
