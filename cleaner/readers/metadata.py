"""What a page says about itself: title, author, date, site, language, section, its canonical URL, and what kind it is.

First what is written for machines (JSON-LD, Open Graph, Dublin Core, `<time>`, `<link rel=canonical>`), then what readers
see (`<h1>`, `<title>`). Every field says where it came from. Nothing here is trusted to be well-formed.
"""

from __future__ import annotations

import datetime
import html
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final, NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

import orjson
from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaner.dates import parse
from cleaner.page import Fact, Metadata

NODES: Final = "meta,link,time,script,title,h1"  # plain tags: with attributes lexbor takes twice as long, 0.48 ms a page

_MARKUP: Final = re.compile(r"<[a-zA-Z/!][^<>]{0,300}>")
_TEXT_MOST: Final = 500  # code points of a field; more is no title or name
_LD_MOST: Final = 2_000_000  # characters of one JSON-LD script
_LD_OBJECTS: Final = 5_000  # of one page
_AUTHORS: Final = 12
_HEADINGS: Final = 4  # first-level headings among which the title is looked for
_PART: Final = 12  # letters of a part of a title
_FIRST_YEAR: Final = 1990
_LAST_YEAR: Final = 2100
_SEPARATORS: Final = re.compile(r"\s+(?:[|•·«»–—:-]|::|//|<|>|/)\s+|\s*[|»«]\s*|:\s+(?=[^:]*$)")
_TRAILING_COMMA: Final = re.compile(r",(\s*[}\]])")
_AROUND_LD: Final = re.compile(
    r"^\s*(?:<!--|/[/*]?\s*<!\[CDATA\[(?:\s*\*/)?|<!\[CDATA\[)|(?:-->|(?:/[/*])?\s*\]\]>(?:\s*\*/)?|;)\s*$"
)
_URL_DAY: Final = re.compile(r"/(20[0-3]\d|199\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
_ISO: Final = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?\d\d(?:[.,]\d+)?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?)?")
_NAME: Final = 150  # code points of a name, or of several in one text
_NO_NAME: Final = re.compile(r"://|@|^(?:/|www\.|[{\[])|^(?:undefined|null|none)$|^\w+(?:\.\w+){2,}$", re.IGNORECASE)
_LABEL: Final = re.compile(r"^\w+\s?: ")
_AUTHOR_NODES: Final = "[rel=author],[itemprop=author]"
_REPLIES: Final = ("comment", "acceptedAnswer", "suggestedAnswer", "review")
_SURNAME_FIRST: Final = ("citation_author", "dc.creator", "dcterms.creator")
_WORD: Final = re.compile(r"\w+")

# Names of meta tags by field, the more telling first; what they are is told by their vocabularies (Open Graph, Dublin Core,
# Highwire's citation_*, Parse.ly, Sailthru, schema.org microdata).
_META: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("og:title", "twitter:title", "citation_title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title",
              "headline", "title"),
    "author": ("citation_author", "author", "article:author", "og:article:author", "dc.creator", "dcterms.creator",
               "parsely-author", "sailthru.author", "byl", "dc.contributor", "og:author"),
    "date": ("article:published_time", "og:published_time", "og:article:published_time", "datepublished", "publication_date",
             "parsely-pub-date", "sailthru.date", "citation_publication_date", "citation_online_date", "citation_date",
             "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.created", "dc.date.created", "dcterms.date",
             "article.published", "published-date", "published_time", "publishdate", "publish-date", "publish_date", "pubdate",
             "date", "datecreated", "created", "article_date_original", "cxenseparse:recs:publishtime", "bt:pubdate"),
    "site": ("og:site_name", "citation_journal_title", "dc.publisher", "dcterms.publisher", "application-name",
             "apple-mobile-web-app-title"),
    "language": ("dc.language", "dcterms.language", "content-language", "language", "og:locale"),
    "section": ("article:section", "og:article:section", "parsely-section", "section", "cxenseparse:category"),
}  # fmt: skip
_KNOWN: Final = frozenset(name for names in _META.values() for name in names) | {"og:type", "og:url", "twitter:url"}


class _Found(NamedTuple):
    """What stands in the page, not yet chosen from."""

    metas: Mapping[str, list[str]]
    canonical: str | None
    times: list[tuple[str, str, bool]]
    """Of each `<time>`: its attribute or text, its itemprop, and whether an `<h1>` came before."""
    scripts: list[str]
    headings: list[str]
    window: str
    language: str
    url: str | None


def read_metadata(page: LexborHTMLParser, url: str | None = None, nodes: Iterable[LexborNode] | None = None) -> Metadata:
    """What `page` says about itself. `url` is where it was found; `nodes` are those that `NODES` selects, if at hand.

    >>> page = LexborHTMLParser("<title>Ferry kept | Varnholt Courier</title><meta property='og:site_name' "
    ...     "content='Varnholt Courier'><h1>Ferry kept</h1>")
    >>> read_metadata(page).title, read_metadata(page).site
    (Fact(value='Ferry kept', origin='h1'), Fact(value='Varnholt Courier', origin='og:site_name'))
    """
    found = _collect(page, page.css(NODES) if nodes is None else nodes, url)
    objects = list(islice(_objects(found.scripts), _LD_OBJECTS))
    main = _main_objects(objects, found)
    by_id = {entry["@id"]: entry for entry in objects if isinstance(entry.get("@id"), str) and len(entry) > 1}
    site = _site(found, objects, main, by_id)
    language = _language(found, main)
    return Metadata(
        title=_title(found, main, site),
        author=_author(found, main, by_id, page, site),
        date=_date(found, main, language),
        site=site,
        language=language,
        section=_section(found, main),
        url=_url(found),
        og_type=next(iter(found.metas.get("og:type", ())), "").casefold() or None,
        types=tuple(dict.fromkeys(kind for entry in objects for kind in _types(entry))),
    )


def filled(metadata: Metadata, more: Mapping[str, str], origin: str) -> Metadata:
    """`metadata` with the fields it lacks taken from `more`, whose origin is `origin`."""
    missing: dict[str, Any] = {}
    for name in Metadata._fields[: Metadata._fields.index("og_type")]:
        if getattr(metadata, name) is None and more.get(name):
            missing[name] = Fact(more[name], origin)
    return metadata._replace(**missing)


# ---------------------------------------------------------------- what stands there


def _collect(page: LexborHTMLParser, nodes: Iterable[LexborNode], url: str | None) -> _Found:
    metas: dict[str, list[str]] = defaultdict(list)
    canonical = None
    times: list[tuple[str, str, bool]] = []
    scripts: list[str] = []
    headings: list[str] = []
    windows: list[str] = []
    for node in nodes:
        tag = node.tag
        if tag == "meta":
            attributes = node.attributes
            name = (
                attributes.get("property")
                or attributes.get("name")
                or attributes.get("itemprop")
                or attributes.get("http-equiv")
            )
            if name and (name := name.strip().casefold()) in _KNOWN and (value := _plain(attributes.get("content"))):
                metas[name].append(value)
        elif tag == "script":
            if "ld+json" in (node.attributes.get("type") or ""):
                scripts.append(node.text())
        elif tag == "link":
            if canonical is None and (node.attributes.get("rel") or "").casefold() == "canonical":
                canonical = (node.attributes.get("href") or "").strip() or None
        elif tag == "time":
            attributes = node.attributes
            moment = attributes.get("datetime") or attributes.get("content") or node.text(separator=" ")
            what = "datePublished" if "pubdate" in attributes else attributes.get("itemprop") or ""
            times.append((moment.strip(), what, bool(headings)))
        elif tag == "h1":
            headings.append(_plain(node.text(separator=" " if node.css_first("br,div,p,span") else "")))
        elif tag == "title" and not windows and (node.parent is None or node.parent.tag != "svg"):
            windows.append(_plain(node.text()))
    root = page.root
    attributes = root.attributes if root is not None else {}
    language = attributes.get("lang") or attributes.get("xml:lang") or ""
    return _Found(metas, canonical, times, scripts, list(filter(None, headings)), "".join(windows[:1]), language, url)


def _plain(text: Any) -> str:
    """A field's text on one line, without markup and entities; nothing for what is no text or too long."""
    if not isinstance(text, str):
        return ""
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _MARKUP.sub(" ", text)
    text = " ".join(text.split())
    return text if len(text) <= _TEXT_MOST else ""


def _objects(scripts: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Every JSON-LD object of a page, outer ones first; broken scripts are read as far as a common slip explains them."""
    for script in scripts:
        if '"@type"' in script and len(script) <= _LD_MOST:
            level: list[Any] = [_json(script)]
            while level:
                below: list[Any] = []
                for value in level:
                    if isinstance(value, dict):
                        yield value
                        below += [part for part in value.values() if isinstance(part, (dict, list))]
                    elif isinstance(value, list):
                        below += [part for part in value if isinstance(part, (dict, list))]
                level = below


def _json(script: str) -> Any:
    try:
        return orjson.loads(script)
    except ValueError:
        pass
    repaired = _TRAILING_COMMA.sub(r"\1", _AROUND_LD.sub("", script))
    try:
        return json.loads(repaired, strict=False)  # line breaks inside strings
    except (ValueError, RecursionError):
        return None


def _types(entry: Mapping[str, Any]) -> list[str]:
    kinds = entry.get("@type")
    return [kind.rpartition("/")[2] for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


_POSTS: Final = (
    "BlogPosting",
    "LiveBlogPosting",
    "SocialMediaPosting",
    "DiscussionForumPosting",
    "Report",
    "HowTo",
    "Recipe",
    "Question",
)
_THINGS: Final = ("Product", "Course", "Book", "Event", "JobPosting", "SoftwareApplication", "VideoObject",
                  "PodcastEpisode", "Dataset", "CreativeWork")  # fmt: skip


def _rank(entry: Mapping[str, Any]) -> int | None:
    """How likely an object is what the page is about; None for parts and surroundings."""
    kinds = _types(entry)
    if any(kind.endswith("Article") or kind in _POSTS for kind in kinds):
        return 0
    if any(kind in _THINGS for kind in kinds):
        return 1
    return 2 if any(kind.endswith("Page") for kind in kinds) else None


def _main_objects(objects: list[dict[str, Any]], found: _Found) -> list[dict[str, Any]]:
    """The objects that the page is about, the best first. Several of one kind are a list of other pages, unless one is it."""
    ranked: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for entry in objects:
        rank = _rank(entry)
        if rank is not None and entry.keys() - {"@type", "@id"}:
            ranked[rank].append(entry)
    here = {_words(text) for text in (*found.headings[:2], found.window, *found.metas.get("og:title", ()))} - {""}
    main = []
    for rank in sorted(ranked):
        entries = ranked[rank]
        if len(entries) > 1 and rank < 2:
            named = [entry for entry in entries if _words(_plain(entry.get("headline") or entry.get("name"))) in here]
            entries = named[:1] or (entries[:1] if len(entries) == 2 else [])
        main += entries[:1]
    return main


def _words(text: str) -> str:
    """Letters and digits of a text, to compare it with another."""
    return "".join(_WORD.findall(text.casefold()))


# ---------------------------------------------------------------- what is chosen


def _first_meta(found: _Found, field: str) -> Fact | None:
    return next((Fact(found.metas[name][0], name) for name in _META[field] if name in found.metas), None)


def _title(found: _Found, main: list[dict[str, Any]], site: Fact | None) -> Fact | None:
    """The heading that the page's own title bears out, as it stands in the text; without one, what is written for machines."""
    names = _names_of_site(found, site)
    window = _without_site(found.window, names)
    written = [Fact(_without_site(value, names), name) for name in _META["title"] for value in found.metas.get(name, ())[:1]]
    told = [Fact(title, "json-ld") for entry in main if (title := _plain(entry.get("headline") or entry.get("title")))]
    others = [*told[:1], *written[:2], *([Fact(window, "title")] if window else [])]
    headings = [heading for heading in found.headings[:_HEADINGS] if _words(heading) not in names]
    for is_borne_out in (_is_same, _is_part, _is_alike):
        for heading in headings if is_borne_out is not _is_alike or len(headings) == 1 else []:
            if any(is_borne_out(heading, other.value) for other in others):
                return Fact(heading, "h1")
    if not others and len(headings) == 1:
        return Fact(headings[0], "h1")
    return others[0] if others else None


def _is_same(heading: str, title: str) -> bool:
    return _words(heading) == _words(title)


def _is_part(heading: str, title: str) -> bool:
    """Whether a heading is the beginning of a title, or begins with it, or is a long part: what is last names the book."""
    short, long = sorted((_words(heading), _words(title)), key=len)
    return bool(short) and (long.startswith(short) or (len(short) > _PART and short in long and not long.endswith(short)))


def _is_alike(heading: str, title: str) -> bool:
    """Whether half of the words of the shorter one stand in the other, or more."""
    if _words(title).endswith(_words(heading)):
        return False
    a, b = (set(_WORD.findall(text.casefold())) for text in (heading, title))
    return len(a) > 1 and 2 * len(a & b) >= min(len(a), len(b))


def _names_of_site(found: _Found, site: Fact | None) -> set[str]:
    """The site's name as it may stand in a title, and the parts of its host."""
    names = {_words(value) for name in ("og:site_name", "application-name") for value in found.metas.get(name, ())}
    if site:
        names.add(_words(site.value))
    host = _parts(found.url or found.canonical).hostname or ""
    names |= {_words(host.removeprefix("www.")), *(label for label in map(_words, host.split(".")[:-1]) if len(label) > 3)}
    return names - {"", "www"}


def _without_site(title: str, names: set[str]) -> str:
    """`title` without the name of the site before or behind it."""
    cuts = list(_SEPARATORS.finditer(title))
    for cut in cuts:
        if _words(title[cut.end() :]) in names and title[: cut.start()].strip():
            return _without_site(title[: cut.start()].strip(), names)
    for cut in reversed(cuts):
        if _words(title[: cut.start()]) in names and title[cut.end() :].strip():
            return title[cut.end() :].strip()
    return title


def _author(
    found: _Found, main: list[dict[str, Any]], by_id: Mapping[str, Any], page: LexborHTMLParser, site: Fact | None
) -> Fact | None:
    """Who wrote it. The site's own name comes last: on a blog it may be the author's, elsewhere it is a template's default."""
    ours = _names_of_site(found, site)
    told = [Fact(", ".join(names), "json-ld") for entry in main if (names := _people(_authors_of(entry), by_id))]
    for origin in _META["author"]:
        if names := _named(found.metas.get(origin, ())):
            turned = [_forename_first(name) for name in names] if origin in _SURNAME_FIRST else names
            told.append(Fact(", ".join(turned), origin))
    best = next((fact for fact in told if _words(fact.value) not in ours), None)
    return best or _visible_author(page) or next(iter(told), None)


def _visible_author(page: LexborHTMLParser) -> Fact | None:
    for node in page.css(_AUTHOR_NODES)[:3]:
        inner = node.css_first("[itemprop=name]") or node
        if not _is_in_reply(node) and (names := _named([inner.text(separator=" ") or inner.attributes.get("content")])):
            return Fact(names[0], "itemprop" if "itemprop" in node.attributes else "rel")
    return None


def _authors_of(entry: Mapping[str, Any]) -> list[Any]:
    """An object's authors; an organisation is none."""
    value = entry.get("author") or entry.get("creator")
    parts = value if isinstance(value, list) else [value]
    return [part for part in parts if not isinstance(part, dict) or "Organization" not in _types(part)]


def _is_in_reply(node: LexborNode) -> bool:
    """Whether a node stands in a comment, an answer or a review, by its microdata."""
    above: LexborNode | None = node
    while above is not None:
        attributes = above.attributes
        if attributes.get("itemprop") in _REPLIES or (attributes.get("itemtype") or "").endswith(
            ("/Comment", "/Answer", "/Review")
        ):
            return True
        above = above.parent
    return False


def _people(value: Any, by_id: Mapping[str, Any]) -> list[str]:
    """The names that an author's entry holds, be it a name, an object, a reference or a list of these."""
    told: list[Any] = []
    for part in value if isinstance(value, list) else [value]:
        name = part
        if isinstance(part, dict):
            name = part.get("name") or by_id.get(str(part.get("@id")), {}).get("name")
        told += name if isinstance(name, list) else [name]
    return _named(told)


def _named(values: Iterable[Any]) -> list[str]:
    """Those of `values` that may name someone: no address, handle, number or identifier."""
    names = dict.fromkeys(_LABEL.sub("", _plain(value)).strip(" ,;:|-–—•·") for value in values)
    return [name for name in names if 1 < len(name) <= _NAME and any(map(str.isalpha, name)) and not _NO_NAME.search(name)][
        :_AUTHORS
    ]


def _forename_first(name: str) -> str:
    surname, comma, forename = name.partition(", ")
    return f"{forename} {surname}" if comma and "," not in forename else name


def _date(found: _Found, main: list[dict[str, Any]], language: Fact | None) -> Fact | None:
    code = language.value if language else None
    for entry in main:
        for key in ("datePublished", "dateCreated", "uploadDate", "datePosted"):
            if day := _day(_plain(entry.get(key)), code):
                return Fact(day, "json-ld")
    for name in _META["date"]:
        for value in found.metas.get(name, ()):
            if day := _day(value, code):
                return Fact(day, name)
    for moment, what, _ in found.times:
        if "datePublished" in what and (day := _day(moment, code)):
            return Fact(day, "time")
    if found.url and (named := _URL_DAY.search(_parts(found.url).path)):
        return Fact(f"{named[1]}-{int(named[2]):02}-{int(named[3]):02}", "url")
    after = [moment for moment, what, below in found.times if below and not what] or [
        m for m, what, _ in found.times if not what
    ]
    day = _day(after[0], code) if after else None
    return Fact(day, "time") if day else None


def _day(text: str, language: str | None) -> str | None:
    """A date as ISO 8601, to the minute and with its zone where it tells them; midnight tells nothing."""
    if found := _ISO.match(text):
        year, month, day, hour, minute, zone = found.groups()
        try:
            date = datetime.date(int(year), int(month), int(day))
        except ValueError:
            return None
        if not _FIRST_YEAR <= date.year <= _LAST_YEAR:
            return None
        if hour is None or hour + minute == "0000" or int(hour) > 23 or int(minute) > 59:
            return date.isoformat()
        return f"{date}T{hour}:{minute}{_zone(zone)}"
    return parse(text, language) if text else None


def _zone(zone: str | None) -> str:
    if not zone or zone == "Z":
        return "+00:00" if zone else ""
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


def _site(found: _Found, objects: list[dict[str, Any]], main: list[dict[str, Any]], by_id: Mapping[str, Any]) -> Fact | None:
    if names := found.metas.get("og:site_name"):
        return Fact(names[0], "og:site_name")
    for entry in objects:
        if "WebSite" in _types(entry) and (name := _plain(entry.get("name"))):
            return Fact(name, "json-ld")
    for entry in main:
        if names := _people(entry.get("publisher"), by_id):
            return Fact(names[0], "json-ld")
    return _first_meta(found, "site")


def _language(found: _Found, main: list[dict[str, Any]]) -> Fact | None:
    told = [Fact(found.language, "html lang")]
    told += [Fact(_plain(entry.get("inLanguage")), "json-ld") for entry in main]
    told += [Fact(value, name) for name in _META["language"] for value in found.metas.get(name, ())[:1]]
    for value, origin in told:
        code = re.split(r"[-_,; ]", value.strip().casefold())[0]
        if code.isascii() and code.isalpha() and len(code) in (2, 3):
            return Fact(code, origin)
    return None


def _section(found: _Found, main: list[dict[str, Any]]) -> Fact | None:
    for entry in main:
        value = entry.get("articleSection")
        if name := _plain(value[0] if isinstance(value, list) and value else value):
            return Fact(name, "json-ld")
    return _first_meta(found, "section")


def _url(found: _Found) -> Fact | None:
    told = [Fact(found.canonical or "", "canonical")]
    told += [Fact(value, name) for name in ("og:url", "twitter:url") for value in found.metas.get(name, ())[:1]]
    is_inner = _parts(found.url).path not in ("", "/")
    for value, origin in told:
        try:
            whole = urljoin(found.url or "", value) if value else ""
        except ValueError:
            continue
        parts = _parts(whole)
        is_astray = is_inner and parts.path in ("", "/")  # a template's slip: every page calls itself the front page
        if parts.scheme in ("http", "https") and parts.hostname and not is_astray:
            return Fact(whole, origin)
    return Fact(found.url, "given") if found.url else None


def _parts(url: str | None) -> SplitResult:
    """A URL's parts, all empty where it is none."""
    try:
        parts = urlsplit(url or "")
        return parts if parts.hostname is not None else urlsplit("")
    except ValueError:
        return urlsplit("")
