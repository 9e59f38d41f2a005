"""Texts the scorer for lines is fitted on beside the scrapes as they are: what it must leave alone, in many forms and scripts.

All are made from the gold texts of the set the scrapes come from, so that no wording is added; in other scripts words are
strings of random letters, one for each word, so that repeats stay repeats. A text is a list of lines and whether each is noise.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence
from random import Random
from typing import Final, NamedTuple


class Line(NamedTuple):
    """A line of a text to fit on."""

    text: str
    noise: bool


Lines = list[Line]

_WORD: Final = re.compile(r"[^\W\d_]+")
_SENTENCE: Final = re.compile(r"(?<=[.!?…])[\"'”’)]?\s+(?=\S)")
# Letters of a script: small ones where it has two cases, else all; the capitals are what `str.upper` makes of them.
_SCRIPTS: Final = {
    "latin": "aaeeiioourntslkdmgpvbáéíóúäöüåæøçñãõàèêëîïôßčšžřěůłąęśżőűășțğışđ",
    "cyrillic": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфєіїђјњћ",
    "greek": "αοιετσνηυρπκμλωςγθδχφβξζψάέήίόύώ",
    "armenian": "աեիոնրսկտմլգդպվյուհբթցշչխծձղ",
    "georgian": "აიეოუსრნმლდბგვთკპხცჩშწ",
    "hebrew": "אבגדהוזחטיכלמנסעפצקרשת",
    "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةپچگک",
    "devanagari": "अआइउएकखगघचछजटडणतथदधनपबभमयरलवशषसहािीुूेैोौं्",
    "bengali": "অআইউএকখগচছজটডণতথদধনপবভমযরলশষসহািীুূেো্",
    "tamil": "அஆஇஉஎகஙசஞடணதநபமயரலவழளறனாிீுூெேொ்",
    "telugu": "అఆఇఉఎకగచజటడణతదనపబమయరలవశషసహాిీుూెేొ్ం",
    "korean": "".join(chr(code) for code in range(0xAC00, 0xD7A0, 97)),
    "ethiopic": "ሀለመሰረቀበተነአከወዘየደገጠፈሁሉሙሱ",
    "thai": "กขคงจชดตถทนบปพมยรลวสหอะาิีืุูเแโไ่้",
    "lao": "ກຂຄງຈສຊຍດຕຖທນບປຜຝພມຢຣລວຫອະາິີ",
    "khmer": "កខគងចជដណតទនបពមយរលវសហអាិីុូេ្",
    "chinese": "".join(chr(code) for code in range(0x4E00, 0x9FA0, 37)),
    "japanese": "のはをにがでとたしてるいなかられさあこれまもすよりくうけつ"
    "アイウエオカキクケコサシスセソタチツテトナニハヒフヘホマミムメモラリルレロン"
    + "".join(chr(code) for code in range(0x4E00, 0x9FA0, 301)),
}  # fmt: skip
SCRIPTS: Final = tuple(_SCRIPTS)
_DENSE: Final = {"thai": 1.0, "lao": 1.0, "khmer": 1.0, "chinese": 0.36, "japanese": 0.5}  # characters for a letter
_SHORTER: Final = {"korean": 0.5, "chinese": 0.36, "japanese": 0.5, "hebrew": 0.8, "arabic": 0.85}
_MARKS: Final = {
    "chinese": str.maketrans({".": "。", ",": "，", "?": "？", "!": "！", ":": "：", ";": "；", '"': "”"}),
    "japanese": str.maketrans({".": "。", ",": "、", "?": "？", "!": "！", ":": "："}),
    "arabic": str.maketrans({",": "،", "?": "؟", ";": "؛"}),
    "devanagari": str.maketrans({".": "।"}),
    "bengali": str.maketrans({".": "।"}),
    "ethiopic": str.maketrans({".": "።", ",": "፣"}),
    "khmer": str.maketrans({".": "។"}),
    "armenian": str.maketrans({".": "։"}),
    "thai": str.maketrans({".": "", ",": ""}),
    "lao": str.maketrans({".": "", ",": ""}),
    "greek": str.maketrans({"?": ";", ";": "·"}),
}


class Rewriter:
    """Writes texts in another script: each word is a string of random letters, always the same one."""

    def __init__(self, script: str, random: Random) -> None:
        self.script = script
        self.random = random
        self.words: dict[str, str] = {}
        self.scale = random.uniform(0.8, 1.35) * _SHORTER.get(script, 1)
        self.nouns = random.random() < 0.25  # capitals inside sentences, as in German

    def line(self, text: str) -> str:
        """`text` in the script."""
        out = _WORD.sub(lambda found: self._word(found[0]), text)
        marks = _MARKS.get(self.script)
        if marks:
            out = re.sub(r"[.,?!:;](?=\s|$|[\"'”’)])", lambda found: found[0].translate(marks), out)
        if self.script in _DENSE:
            out = re.sub(r"(?<=[。，、？！：；]) +", "", out)
            out = re.sub(r"(?<=[^\W\d_a-zA-Z]) (?=[^\W\d_])", lambda _: " " if self._pauses() else "", out)
        return out.strip() or text

    def _pauses(self) -> bool:
        return self.script in ("thai", "lao", "khmer") and self.random.random() < 0.08

    def _word(self, word: str) -> str:
        key = word.lower()
        new = self.words.get(key)
        if new is None:
            letters = _SCRIPTS[self.script]
            length = max(1, round(len(key) * self.scale))
            new = "".join(self.random.choices(letters, k=length))
            if self.nouns and len(key) > 4 and self.random.random() < 0.4:
                new = new.capitalize()
            self.words[key] = new
        if word[0].isupper():
            return new.upper() if len(word) > 1 and word.isupper() else new[:1].upper() + new[1:]
        return new


def rewritten(lines: Lines, script: str, random: Random, keep_noise: float = 0.0) -> Lines:
    """`lines` in another script; a share of the noise stays in the script it is in, as the controls of pages do."""
    write = Rewriter(script, random)
    stays: dict[str, bool] = {}
    out = []
    for text, noise in lines:
        if noise and stays.setdefault(text, random.random() < keep_noise):
            out.append(Line(text, noise))
        else:
            out.append(Line(write.line(text), noise))
    return out


def sentences(paragraphs: Sequence[str]) -> list[str]:
    """The sentences of `paragraphs`."""
    return [sentence for paragraph in paragraphs for sentence in _SENTENCE.split(paragraph) if sentence.strip()]


def _cut(random: Random, pieces: Sequence[str], low: int, high: int) -> str:
    """A few words from one of `pieces`, as a title or an item has them."""
    words = random.choice(pieces).split() or ["A"]
    size = random.randint(low, high)
    at = random.randrange(max(1, len(words) - size))
    text = " ".join(words[at : at + size]).strip(" .,;:!?…\"'”“’)(-–—")
    return text[:1].upper() + text[1:] or "A"


# --------------------------------------------------------------- forms of clean texts


def _whole(random: Random, title: str, gold: list[str], prose: list[str]) -> list[str]:
    return ([title] if title and random.random() < 0.7 else []) + gold


def _span(random: Random, title: str, gold: list[str], prose: list[str]) -> list[str]:
    size = random.randint(2, 16)
    at = random.randrange(max(1, len(gold) - size))
    return ([title] if title and random.random() < 0.5 else []) + gold[at : at + size]


def _short(random: Random, title: str, gold: list[str], prose: list[str]) -> list[str]:
    size = random.randint(1, 7)
    at = random.randrange(max(1, len(prose) - size))
    head = [title or _cut(random, prose, 4, 10)]
    if random.random() < 0.15:
        head.append(_cut(random, prose, 6, 16))
    return head + prose[at : at + size]


def _briefs(random: Random, title: str, gold: list[str], prose: list[str]) -> list[str]:
    return [_cut(random, prose, 3, 9), *random.choices(sentences(prose), k=random.randint(1, 6))]


def _wrapped(random: Random, title: str, gold: list[str], prose: list[str]) -> list[str]:
    width = random.choice((50, 60, 66, 72, 80))
    size = random.randint(3, 20)
    return [
        title or _cut(random, prose, 4, 10),
        *(line for paragraph in prose[:size] for line in textwrap.wrap(paragraph, width)),
    ]


def _by_sentence(random: Random, title: str, gold: list[str], prose: list[str]) -> list[str]:
    return [title or _cut(random, prose, 4, 10), *sentences(prose[: random.randint(2, 20)])]


def _headed(random: Random, title: str, gold: list[str], prose: list[str]) -> list[str]:
    lines = [title or _cut(random, prose, 4, 10)]
    for number, paragraph in enumerate(prose[: random.randint(4, 24)]):
        if number and random.random() < 0.5:
            lines.append(_cut(random, prose, 1, 8) + ("?" if random.random() < 0.1 else ""))
        lines.append(paragraph)
    return lines


def _listed(random: Random, title: str, gold: list[str], prose: list[str]) -> list[str]:
    lines = [title or _cut(random, prose, 4, 10)]
    for paragraph in prose[: random.randint(2, 8)]:
        lines.append(paragraph)
        if random.random() < 0.5:
            sign = random.choice(("- ", "• ", "", "* ", "#. "))
            low, high = random.choice(((1, 3), (3, 8), (5, 14)))
            if random.random() < 0.8:
                lines[-1] = lines[-1].rstrip(".") + ":"
            items = range(1, random.randint(4, 13))
            lines += [sign.replace("#", str(number)) + _cut(random, prose, low, high) for number in items]
    return lines


def _recipe(random: Random, title: str, gold: list[str], prose: list[str]) -> list[str]:
    units = ("g ", " ", " kg ", " ml ", "/2 ", " x ")
    lines = [_cut(random, prose, 2, 6), *prose[: random.randint(0, 2)], _cut(random, prose, 1, 2)]
    amounts = [f"{random.randint(1, 500)}{random.choice(units)}" for _ in range(random.randint(5, 16))]
    lines += [amount + _cut(random, prose, 1, 4).lower() for amount in amounts]
    lines.append(_cut(random, prose, 1, 2))
    number = random.random() < 0.5
    for step, sentence in enumerate(random.choices(sentences(prose), k=random.randint(3, 9)), 1):
        lines.append(f"{step}. {sentence}" if number else sentence)
    return lines


def _verse(random: Random, title: str, gold: list[str], prose: list[str]) -> list[str]:
    refrain = _cut(random, prose, 3, 8)
    lines = [_cut(random, prose, 1, 5)]
    for stanza in range(random.randint(2, 7)):
        lines += [_cut(random, prose, 3, 9) + random.choice(("", "", ",", ".", ";")) for _ in range(random.choice((3, 4, 6)))]
        if stanza % 2:
            lines.append(refrain)
    if random.random() < 0.3:
        lines = [*prose[:2], *lines, *prose[2:4]]
    return lines


def _dialogue(random: Random, title: str, gold: list[str], prose: list[str]) -> list[str]:
    left, right = random.choice((("“", "”"), ("„", "“"), ("« ", " »"), ("– ", ""), ("— ", ""), ("「", "」"), ('"', '"')))
    names = [_cut(random, prose, 1, 2) for _ in range(2)]
    speakers = random.random() < 0.4
    lines = [title or _cut(random, prose, 2, 6), *prose[: random.randint(0, 2)]]
    for turn in range(random.randint(6, 24)):
        words = _cut(random, prose, 1, random.choice((3, 6, 14, 30))) + random.choice((".", ".", "?", "!", "…"))
        lines.append(f"{names[turn % 2]}: {words}" if speakers else f"{left}{words}{right}")
        if random.random() < 0.1:
            lines.append(random.choice(prose))
    return lines


def _interview(random: Random, title: str, gold: list[str], prose: list[str]) -> list[str]:
    lines = [title or _cut(random, prose, 4, 10)]
    for paragraph in prose[: random.randint(4, 14)]:
        lines += [_cut(random, prose, 4, 14) + "?", paragraph]
    return lines


def _results(random: Random, title: str, gold: list[str], prose: list[str]) -> list[str]:
    lines = [title or _cut(random, prose, 3, 8), *prose[: random.randint(1, 3)]]
    join = random.choice((" ", "\t", " | ", ", ", " - "))
    for place in range(random.randint(4, 24)):
        cells = [_cut(random, prose, 1, 3), str(random.randint(0, 99)), f"{random.randint(0, 9)}:{random.randint(0, 59):02}"]
        lines.append(join.join(([f"{place + 1}"] if random.random() < 0.5 else []) + cells))
    return lines + prose[3 : random.randint(3, 5)]


def _cells(random: Random, title: str, gold: list[str], prose: list[str]) -> list[str]:
    """A table, a cell a line."""
    lines = [title or _cut(random, prose, 3, 8), *prose[: random.randint(1, 4)]]
    columns: list[Callable[[], str]] = [lambda: _cut(random, prose, 1, 3)]
    for _ in range(random.randint(1, 4)):
        few = [_cut(random, prose, 1, 2) for _ in range(random.randint(2, 4))]
        most, unit = random.choice((9, 99, 2000)), random.choice(("", "$", "€", "%", " %", " kg", " km"))
        figure = (lambda most=most, unit=unit: f"{unit}{random.randint(0, most)}") if unit in ("$", "€") else (
            lambda most=most, unit=unit: f"{random.randint(0, most)}{unit}"
        )  # fmt: skip
        wide = random.choice((3, 8, 14))
        columns.append(
            random.choice((figure, lambda few=few: random.choice(few), lambda wide=wide: _cut(random, prose, 1, wide)))
        )
    if random.random() < 0.8:
        lines += [_cut(random, prose, 1, 3) for _ in columns]
    lines += [cell() for _ in range(random.randint(3, 20)) for cell in columns]
    return lines + prose[4 : random.randint(4, 8)]


def _pairs(random: Random, title: str, gold: list[str], prose: list[str]) -> list[str]:
    """Labels and what they say of a thing, a line each."""
    lines = [title or _cut(random, prose, 3, 8), *prose[: random.randint(0, 3)]]
    for _ in range(random.randint(1, 3)):
        for _ in range(random.randint(3, 10)):
            value = _cut(random, prose, 1, random.choice((2, 4, 12)))
            lines += [_cut(random, prose, 1, 3), str(random.randint(1, 2030)) if random.random() < 0.2 else value]
        lines += [random.choice(prose)] if random.random() < 0.7 else []
    return lines


def _linked(random: Random, title: str, gold: list[str], prose: list[str]) -> list[str]:
    """Paragraphs with the words of each link on a line of their own."""
    lines = [title or _cut(random, prose, 4, 10)]
    for paragraph in prose[: random.randint(2, 14)]:
        words = paragraph.split()
        at = 0
        for _ in range(random.choice((0, 0, 1, 2, 3))):
            first = at + random.randint(3, 20)
            end = first + random.randint(1, 4)
            if end >= len(words):
                break
            lines += [" ".join(words[at:first]), " ".join(words[first:end])]
            at = end
        lines.append(" ".join(words[at:]))
    return lines


def _addresses(random: Random, title: str, gold: list[str], prose: list[str]) -> list[str]:
    """Pages that the text refers to, by their addresses."""
    lines = [title or _cut(random, prose, 3, 8), *prose[: random.randint(2, 8)], _cut(random, prose, 1, 2)]
    named = random.random() < 0.4
    for _ in range(random.randint(2, 12)):
        words = [re.sub(r"\W", "", word).lower() or "a" for word in random.choice(prose).split()[:8]]
        lines += [_cut(random, prose, 3, 12)] if named else []
        domain = random.choice(("org", "com", "net", "gov"))
        lines.append(f"https://www.{words[0]}.{domain}/{'-'.join(words[1:])}/{random.randint(1, 9999)}")
    return lines


def _code(random: Random, title: str, gold: list[str], prose: list[str]) -> list[str]:
    lines = [title or _cut(random, prose, 3, 8)]
    for paragraph in prose[: random.randint(2, 6)]:
        lines.append(paragraph)
        words = [re.sub(r"\W", "", word).lower() or "x" for word in paragraph.split()[:12]]
        for _ in range(random.randint(1, 8)):
            a, b, c = (random.choice(words) for _ in range(3))
            forms = (
                f"{a} = {b}({c})",
                f"{a}.{b}({c}_{a});",
                f"if ({a} == {b}) {{",
                "}",
                f"$ {a} --{b} {c}",
                f'<{a} {b}="{c}">',
            )
            lines.append(random.choice(forms))
    return lines


def _questions(random: Random, title: str, gold: list[str], prose: list[str]) -> list[str]:
    terms = [_cut(random, prose, 1, 4) + random.choice((" – ", ": ", " - ")) for _ in range(random.randint(4, 14))]
    return [title or _cut(random, prose, 3, 8), *(f"{term}{_cut(random, prose, 4, 18).lower()}." for term in terms)]


def _credits(random: Random, title: str, gold: list[str], prose: list[str]) -> list[str]:
    lines = [title or _cut(random, prose, 3, 8)]
    for _ in range(random.randint(1, 3)):
        lines += [_cut(random, prose, 1, 2)] if random.random() < 0.5 else []
        lines += [f"{_cut(random, prose, 1, 3)}: {_cut(random, prose, 1, 4)}" for _ in range(random.randint(2, 9))]
        lines += [random.choice(prose)] if random.random() < 0.7 else []
    return lines


def _signed(random: Random, title: str, gold: list[str], prose: list[str]) -> list[str]:
    lines = [title or _cut(random, prose, 3, 8)]
    for _ in range(random.randint(2, 8)):
        lines.append(random.choice(prose))
        lines += [_cut(random, prose, 1, 3) for _ in range(random.randint(1, 2))]
    return lines


def _entries(random: Random, title: str, gold: list[str], prose: list[str]) -> list[str]:
    lines = [title or _cut(random, prose, 3, 8), *prose[: random.randint(0, 2)]]
    shape = random.choice(("tn#p", "t#p", "tnp", "t#", "tpp"))
    for _ in range(random.randint(3, 9)):
        made = {"t": _cut(random, prose, 1, 6), "n": _cut(random, prose, 1, 3), "p": random.choice(sentences(prose))}
        made["#"] = f"{random.randint(1, 31)} {_cut(random, prose, 1, 1)} {random.randint(1900, 2030)}"
        lines += [made[kind] for kind in shape]
    return lines


def _sourced(random: Random, title: str, gold: list[str], prose: list[str]) -> list[str]:
    sign = random.choice(("- ", "• ", "", "[#] ", "#. "))
    items = range(1, random.randint(2, 9))
    lines = [
        title or _cut(random, prose, 3, 8),
        *prose[: random.randint(2, 8)],
        _cut(random, prose, 1, 2) + random.choice((":", "")),
    ]
    return lines + [
        sign.replace("#", str(item)) + _cut(random, prose, 3, 16) + f", {random.randint(1900, 2030)}" for item in items
    ]


FORMS: Final[tuple[tuple[int, Callable[[Random, str, list[str], list[str]], list[str]]], ...]] = (
    (5, _whole), (4, _span), (6, _short), (1, _briefs), (2, _wrapped), (2, _by_sentence), (3, _headed), (3, _listed),
    (1, _recipe), (1, _verse), (1, _dialogue), (1, _interview), (1, _results), (1, _code), (1, _questions),
    (1, _credits), (1, _signed), (1, _entries), (1, _sourced), (2, _cells), (1, _pairs), (2, _linked), (1, _addresses),
)  # fmt: skip


def clean_text(random: Random, title: str, gold: list[str], foreign: Sequence[str]) -> Lines:
    """A text that is an article and nothing else, or one into which a few lines of `foreign` noise are put."""
    prose = [line for line in gold if len(line) >= 100] or gold
    form = random.choices([form for _, form in FORMS], [weight for weight, _ in FORMS])[0]
    lines = [Line(text, False) for text in form(random, title, gold, prose) if text.strip()]
    if foreign and random.random() < 0.3:
        for _ in range(random.randint(1, 3)):
            at = random.choice((random.randint(0, len(lines)), 0, len(lines)))
            start = random.randrange(len(foreign))
            lines[at:at] = [Line(text, True) for text in foreign[start : start + random.randint(1, 4)]]
    if random.random() < 0.55:
        lines = rewritten(lines, random.choice(SCRIPTS), random, keep_noise=0.5)
    return lines


def partly_cleaned(random: Random, lines: Lines) -> Lines:
    """A page that was cleaned already: most runs of noise are gone, and perhaps some of the text."""
    gone = random.choice((0.5, 0.8, 0.9, 0.97))
    lost = random.choice((0.0, 0.0, 0.05, 0.3))
    out: Lines = []
    skip = before = False
    for number, line in enumerate(lines):
        if number == 0 or line.noise != before or random.random() < 0.1:
            skip = random.random() < (gone if line.noise else lost)
        before = line.noise
        if not skip:
            out.append(line)
    return out


def around(page: Lines, other: Lines) -> Lines:
    """The head and the foot of a page, without a text in them, around the text of another."""
    first, last = text_of(page)
    begin, end = text_of(other)
    return [line for line in page[:first] if line.noise] + other[begin:end] + page[last:]


def text_of(lines: Lines) -> tuple[int, int]:
    """The first line of the text and the one behind its last; that of no text is at the end."""
    text = [number for number, line in enumerate(lines) if not line.noise]
    return (text[0], text[-1] + 1) if text else (len(lines), len(lines))
