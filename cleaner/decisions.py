"""What a person decided about a line, as data in a configuration: it stays, or it goes from now on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from cleaner import configuration, files, packs, pipeline, proof
from cleaner.article import Article, restore
from cleaner.configuration import Configuration
from cleaner.document import Document, fold, is_prose
from cleaner.packs import PackError
from cleaner.sites import host
from cleaner.suppressions import fingerprint

_LONG: Final = 300  # code points of an example's paragraph that are worth keeping
_SPECIAL: Final = re.compile(r"[\[\](){}|]")
_STRANGE: Final = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class RefusedError(ValueError):
    """A decision that cannot be written down, and why."""


def keep(article: Article, rule: str, text: str, file: Path) -> str:
    """Write into the configuration `file` that what `rule` took from `article` stays; what was written, in a sentence.

    Raises RefusedError where it would go all the same, OSError for a file that cannot be written.
    """
    text = text.strip()
    if not any(removal.rule == rule and removal.text.strip() == text for removal in article.removed):
        raise RefusedError(f"{rule} took no such line")
    site = host(article.url)
    entry = {"fingerprint": fingerprint(rule, text, site), "rule": rule, "line": " ".join(text.split())}
    if site:
        entry["site"] = site
    _write(file, "suppress", entry, lambda now: _is_kept(now, article, text))
    return f"stays from now on: {entry['line']}"


def remove(article: Article, line: str, file: Path) -> str:
    """Write into the configuration `file` a rule that takes `line`, which stayed in `article`; what was written.

    The rule is proven beside all others by examples from the article. Raises RefusedError where it does not hold, OSError
    for a file that cannot be written.
    """
    line = " ".join(line.split())
    document = Document(article.text)
    index = next((number for number, text in enumerate(document.texts) if _is_line(text, line)), None)
    if index is None:
        raise RefusedError("the text has no such line")
    site = host(article.url)
    name = blake2b(f"{line}\0{site}".encode(), digest_size=4).hexdigest()
    rule: dict[str, Any] = {"id": f"own.{slug(line)}-{name}", "reason": "Chosen by hand to go."}
    rule |= {"pattern": "\\A" + re.escape(line).replace("\\ ", " ") + "\\Z"} if _SPECIAL.search(line) else {"phrases": [line]}
    rule |= {"removes": list(_examples(document, index, line)), "keeps": _neighbours(document, index)}
    try:
        [known] = packs.rules([rule], "", f"{file}")
    except PackError as error:
        raise RefusedError(str(error)) from error
    for failure in proof.prove([known]):
        raise RefusedError(f"the rule would not do what is asked: {failure.why}")
    _write(file, f'site."{site}".rule' if site else "rule", rule, lambda now: _is_gone(now, article, line))
    return f"goes from now on{f' on {site}' if site else ''}: {line}"


def _is_kept(now: Configuration, article: Article, text: str) -> str:
    if article.source.media_type == "text/html":
        return ""  # its markup is not at hand
    again = _cleaned(now, article)
    gone = [removal.rule for removal in again.removed if text in removal.text]
    return f"{', '.join(gone)} would take it all the same" if gone else ""


def _is_gone(now: Configuration, article: Article, line: str) -> str:
    left = Document(_cleaned(now, article).text).texts
    return "it would stay all the same" if any(_is_line(text, line) for text in left) else ""


def _is_line(text: str, line: str) -> bool:
    return " ".join(text.split()) == fold(line)


def _cleaned(now: Configuration, article: Article) -> Article:
    is_page = article.source.media_type == "text/html"
    text = article.text if is_page else restore(article)
    settings = now.settings(article.source.path, host(article.url))
    return pipeline.clean(text, kind="text", url=article.url, settings=settings)


def _examples(document: Document, index: int, line: str) -> Iterator[str]:
    """The line below a paragraph of the text and above one."""
    others = [text for number, text in enumerate(document.raws) if number != index]
    prose = [text for text in others if is_prose(text) and len(text) <= _LONG] or others
    if not prose:
        raise RefusedError("nothing else stands in the text, and a rule wants examples")
    yield f"{prose[0]}\n⟦{line}⟧"
    yield f"⟦{line}⟧\n{prose[-1]}"


def _neighbours(document: Document, index: int) -> list[str]:
    """The lines nearest to one that stay, two of them, the longer ones first."""
    others = [text for number, text in enumerate(document.raws) if number != index]
    near = sorted(others, key=lambda text: (not is_prose(text), len(text) > _LONG))[:2]
    if len(near) < 2:
        raise RefusedError("a rule wants two lines of the text that stay, as examples")
    return near


def slug(line: str) -> str:
    """A part of a rule's id, of the first words of `line`."""
    words = re.findall(r"[a-z0-9]+", line.lower())[:4]
    return "-".join(words)[:40].strip("-") or "line"


def _write(file: Path, table: str, entry: Mapping[str, Any], wrong: Any) -> None:
    """Add a table to the end of a configuration, after a look at what it would then say."""
    before = file.read_text("utf-8") if file.exists() else ""
    added = "\n".join([f"[[{table}]]", *(f"{name} = {toml(value)}" for name, value in entry.items())])
    after = f"{before.rstrip()}\n\n{added}\n".lstrip()
    try:
        now = configuration.parse(after, file)
    except (configuration.ConfigurationError, PackError) as error:
        raise RefusedError(str(error)) from error
    if why := wrong(now):
        raise RefusedError(why)
    with files.writing(str(file)) as stream:
        stream.write(after.encode("utf-8"))
    configuration.forget()


def toml(value: str | Sequence[str]) -> str:
    """A text or a list of texts as TOML."""
    if isinstance(value, str):
        return _STRANGE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(value, ensure_ascii=False))
    return "[\n" + "".join(f"    {toml(one)},\n" for one in value) + "]"
