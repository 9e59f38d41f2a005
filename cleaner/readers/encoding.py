"""Bytes to text: what a page or a text says about its encoding, what its bytes allow, and a detector.

A declaration is believed where the bytes bear it out: servers and templates often name an encoding that the page has
not. A page in which a few bytes do not fit is still read; a text is not, so that it can be written back byte for byte.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from cleaner.errors import SourceError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_LOOK: Final = 64_000  # bytes shown to the detector
_LOOK_PAGE: Final = 16_000  # of a page, whose markup is left out: more tells no more and takes 5 ms a kilobyte
_DECLARED: Final = 4096  # bytes among which a page declares its encoding
_WIDE: Final = 2000  # bytes looked at for NULs
_NULS: Final = 20  # bytes for each NUL at most: Cyrillic in UTF-16 has them in blanks and markup only
_CONTROLS: Final = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27, 28, 29, 30, 31})
_LATIN: Final = re.compile(r"cp(?:125[02478]|437|775|85[028])|iso8859-(?:[123459]|1[03456])|latin-1|mac-(?:roman|latin2)")
_ASCII: Final = bytes(range(128))
_WESTERN: Final = frozenset("àâäáãåæçèéêëìíîïñòóôöõøœùúûüÿßÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØŒÙÚÛÜ‘’‚“”„–—…«»€£°§©®·•¡¿ª\xa0")
_MOSTLY: Final = 0.9  # share of the letters beyond ASCII that Western languages have
_BINARY: Final = 0.02  # share of control bytes from which on bytes are no text
_BROKEN: Final = 0.02  # share of the characters beyond ASCII that may be broken in the right encoding
_MIXED: Final = 0.1  # in UTF-8, which nothing resembles: parts of a page come from older systems
_MOST: Final = 0.6  # share of the characters beyond ASCII that are common letters in a Cyrillic text

# A declared label means what browsers take it for: https://encoding.spec.whatwg.org/#names-and-labels. Labels that are
# not here (utf-7, unicode_escape) mean nothing.
_MEANT: Final = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "cp1252": "cp1252", "utf-8": "utf-8", "utf-8-sig": "utf-8",
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "big5hkscs": "big5hkscs",
    "shift_jis": "cp932", "cp932": "cp932", "euc_jp": "euc_jp", "iso2022_jp": "iso2022_jp", "euc_kr": "cp949", "cp949": "cp949",
    "iso8859-9": "cp1254", "tis-620": "cp874", "iso8859-11": "cp874", "cp874": "cp874", "mac-roman": "mac-roman",
    **{f"iso8859-{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"cp{page}": f"cp{page}" for page in (866, 1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258)},
    "koi8-r": "koi8-r", "koi8-u": "koi8-u", "mac-cyrillic": "mac-cyrillic",
    "windows-31j": "cp932", "gb_2312-80": "gb18030",  # which Python does not know
    # A page in which a declaration can be read byte for byte is not in UTF-16.
    "utf-16": "utf-8", "utf-16-le": "utf-8", "utf-16-be": "utf-8",
}  # fmt: skip
_LABEL: Final = re.compile(r"^x-(?:x-)?|-[ie]$")
_META: Final = re.compile(
    rb"""<meta\b[^>]{0,400}?\bcharset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})|<\?xml\b[^>]{0,200}?\bencoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_ALONE: Final = re.compile(r"\s*([\w.:-]{1,40})\s*")
_ODD: Final = re.compile(rb"[\x80-\xff]+")
_ODD_TEXT: Final = re.compile(rb"[^<>\x80-\xff]{0,200}[\x80-\xff][^<>]{0,2000}")


class Decoded(NamedTuple):
    """A source's text, its encoding by the name Python has for it, and how that was found out."""

    text: str
    encoding: str
    how: str
    """byte order mark, hint, meta, utf-8, width, detector or fallback.

    With ", replaced" behind it where some bytes do not fit and became U+FFFD or were read as Western."""


def decode_page(data: bytes, hint: str | None = None) -> Decoded:
    """The text of a page, with its byte order mark left out.

    `hint` is what came with the page, a label ("windows-1251") or a header ("text/html; charset=windows-1251"). Byte
    order mark, hint, `<meta>` (or the XML declaration), UTF-8, width and detector are asked in this order, but bytes that
    are UTF-8 beyond ASCII are never read as anything else, and what calls itself Western is asked last of the declared:
    it fits any bytes. Raises SourceError for bytes that are no text.
    """
    for encoding, how in ((marked_encoding(data), "byte order mark"), (wide_of(data), "width")):
        if encoding:
            return _replaced(data, encoding, how)
    refuse_binary(data)
    if not data.isascii() and (found := _as_utf8(data)):
        return found
    declared = list(_declared(data, hint))
    for label, how in sorted(declared, key=lambda pair: pair[0] == "cp1252"):
        if found := _as_declared(data, label, how):
            return found
    if data.isascii():
        return Decoded(data.decode("ascii"), "utf-8", "utf-8")
    sample = b"\n".join(match[0] for match, _ in zip(_ODD_TEXT.finditer(data), range(200), strict=False))[:_LOOK_PAGE]
    try:
        encoding = detected(data, sample or data[:_LOOK_PAGE])
        return Decoded(data.decode(encoding), encoding, "detector")
    except (SourceError, UnicodeDecodeError):
        return _replaced(data, declared[0][0] if declared else "cp1252", "fallback")


def _as_utf8(data: bytes) -> Decoded | None:
    """What is UTF-8 beyond ASCII but for a few bytes: chance makes no such sequences. A lone byte is read as Western."""
    try:
        return Decoded(data.decode("utf-8"), "utf-8", "utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    if text.count("\ufffd") > _MIXED * _count_odd(text):
        return None
    return Decoded(data.decode("utf-8", _LONE), "utf-8", "utf-8, replaced")


def _lone_byte(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    broken = error.object[error.start : error.end]
    return (broken.decode("cp1252", "replace") if len(broken) == 1 else "\ufffd"), error.end


_LONE: Final = "cleaner.lone-byte"
codecs.register_error(_LONE, _lone_byte)


_COMMON: Final = re.compile("[А-яЁё]")
_CYRILLIC: Final = ("cp1251", "koi8-r", "koi8-u", "iso8859-5", "mac-cyrillic", "cp866")


def _as_declared(data: bytes, encoding: str, how: str) -> Decoded | None:
    """`data` in a declared encoding, unless it does not fit or reads like no language."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return _nearly(data, encoding, how)
    wrong = not _reads_western(data) if encoding == "cp1252" else encoding in _CYRILLIC and not _reads_cyrillic(text)
    return None if wrong else Decoded(text, encoding, how)


def _reads_western(data: bytes) -> bool:
    """Whether bytes beyond ASCII are letters of Western languages and stand alone, as accented ones do among others."""
    runs = _ODD.findall(data)
    return sum(map(len, runs)) <= 2 * len(runs) + 8 and is_western(b"".join(runs))


def _reads_cyrillic(text: str) -> bool:
    """Whether `text` is mostly common letters, and its words are not all in capitals after a small first letter.

    That is how one Cyrillic encoding looks when it is read as another.
    """
    look = text[: 4 * _LOOK]
    common = _COMMON.findall(look)
    small = sum(map(str.islower, common))
    swapped = small * 2 < len(common) and any(a.islower() and b.isupper() for a, b in pairwise(look) if b > "\x7f")
    return not swapped and len(common) >= _MOST * _count_odd(look)


def _nearly(data: bytes, encoding: str, how: str) -> Decoded | None:
    """`data` with its broken characters as U+FFFD, if they are few beside the sound ones."""
    text = data.decode(encoding, "replace")
    broken = text.count("\ufffd")
    return Decoded(text, encoding, f"{how}, replaced") if broken <= _BROKEN * _count_odd(text) else None


def _count_odd(text: str) -> int:
    """Characters beyond ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _replaced(data: bytes, encoding: str, how: str) -> Decoded:
    """`data` in `encoding` come what may."""
    try:
        return Decoded(data.decode(encoding), encoding, how)
    except UnicodeDecodeError:
        return Decoded(data.decode(encoding, "replace"), encoding, f"{how}, replaced")


def _is_exact(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _declared(data: bytes, hint: str | None) -> Iterator[tuple[str, str]]:
    """What hint and page say, as the names of encodings that there are."""
    named = _CHARSET.search(hint or "") or _ALONE.fullmatch(hint or "")
    written = _META.search(data[:_DECLARED])
    labels = {"hint": named[1] if named else "", "meta": (written[1] or written[2]).decode("latin-1") if written else ""}
    for how, label in labels.items():
        if encoding := meant(label):
            yield encoding, how


def meant(label: str) -> str | None:
    """The encoding that browsers take a label for, by Python's name for it; None for a label that means nothing.

    >>> meant("ISO-8859-1"), meant("gb2312"), meant("x-sjis"), meant("rot13")
    ('cp1252', 'gb18030', 'cp932', None)
    """
    plain = _LABEL.sub("", label.strip().casefold())
    for name in (plain, plain.replace("windows-", "cp"), plain.replace("-", ""), f"shift_{plain.removeprefix('s')}"):
        if name in _MEANT:
            return _MEANT[name]
        try:
            return _MEANT.get(codecs.lookup(name).name)
        except (LookupError, ValueError):
            continue
    return None


def marked_encoding(data: bytes) -> str | None:
    """The encoding that a byte order mark names."""
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)


def wide_of(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: of its ASCII every other byte is NUL, or three of four."""
    look = data[:_WIDE]
    if len(look) < 4 or len(data) % 2 or look.count(0) * _NULS < len(look):
        return None
    if len(data) % 4 == 0 and (order := _order_of_four(look)):
        return order
    even, odd = look[::2].count(0), look[1::2].count(0)
    if odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 4 * odd else None


def _order_of_four(look: bytes) -> str | None:
    """UTF-32 has a NUL in one place of four, always: there is no character beyond U+10FFFF."""
    quarter = len(look) // 4
    nuls = [look[place : quarter * 4 : 4].count(0) for place in range(4)]
    if nuls[3] == quarter and nuls[2] >= quarter * _MOSTLY and nuls[0] < quarter // 2:
        return "utf-32-le"
    return "utf-32-be" if nuls[0] == quarter and nuls[1] >= quarter * _MOSTLY and nuls[3] < quarter // 2 else None


def refuse_binary(data: bytes) -> None:
    """Raise SourceError for bytes that are no text: one in fifty is a control code."""
    look = data[:_LOOK]
    share = (len(look) - len(look.translate(None, _CONTROLS))) / max(1, len(look))
    if share > _BINARY:
        raise SourceError(f"is no text: {share:.0%} of its bytes are control codes")


def detected(data: bytes, sample: bytes) -> str:
    """The encoding of bytes that are no UTF-8, by a part of them; of the Latin ones the Western one unless that fails.

    Of a few accented letters charset-normalizer often reads French as Baltic and English as Central European. Raises
    SourceError where none fits all of `data`.
    """
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    found = best.encoding.replace("_", "-") if best else None
    if found is None or found in ("ascii", "utf-8") or (_LATIN.fullmatch(found) and is_western(data.translate(None, _ASCII))):
        found = "cp1252"
    for encoding in (found, "latin-1") if found == "cp1252" else (found,):
        if _is_exact(data, encoding):
            return encoding
    raise SourceError("no other encoding fits all of it")


def is_western(odd: bytes) -> bool:
    """Whether bytes beyond ASCII for which a detector names a Latin encoding read as well in the Western one."""
    try:
        western = odd.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return sum(char in _WESTERN for char in western) >= _MOSTLY * len(western)
