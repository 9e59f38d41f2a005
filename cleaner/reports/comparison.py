"""A comparison of two ways of cleaning, as text and as a page that needs nothing else."""

from __future__ import annotations

import html
from collections.abc import Iterator

from cleaner.comparison import Comparison, Example
from cleaner.reports.terminal import Paint, one_line

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 1rem auto; max-width: 70rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .25rem .6rem; border-bottom: 1px solid #8886; }
th:first-child, td:first-child { text-align: left; overflow-wrap: anywhere; } .scroll { overflow-x: auto; }
ins { text-decoration: none; border-left: 4px solid #2e8b57; } del { text-decoration: none; border-left: 4px solid #c0392b; }
ins, del { display: block; padding-left: .6rem; overflow-wrap: anywhere; } small { opacity: .7; }
"""


def told(found: Comparison, paint: Paint) -> Iterator[str]:
    """The comparison as lines: totals, rules by how much they changed with examples, documents that changed most."""
    yield _totals(found)
    for name, rule in found.by_change():
        counts = f"{rule.old} -> {rule.new} removals, {rule.more} characters more, {rule.less} less"
        yield f"{paint(one_line(name), 'bold')}: {counts}"
        yield from (f"  {paint('+', 'red')} {_shown(example)}" for example in rule.gained)
        yield from (f"  {paint('-', 'green')} {_shown(example)}" for example in rule.lost)
    if found.most:
        yield "documents that changed most:"
        for one in found.changed():
            yield f"  {one_line(one.place)}: {one.more} characters more, {one.less} less"


def page(found: Comparison, old: str, new: str) -> str:
    """The same as HTML; everything of a document is escaped."""
    rows = (
        f"<tr><td>{_text(name)}</td><td>{rule.old}</td><td>{rule.new}</td><td>{rule.more}</td><td>{rule.less}</td></tr>"
        for name, rule in found.by_change()
    )
    documents = (
        f"<tr><td>{_text(one.place)}</td><td>{one.more}</td><td>{one.less}</td></tr>" for one in found.changed()
    )  # fmt: skip
    title = f"{_text(old)} and {_text(new)}"
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title><style>{_STYLE}</style></head><body>
<h1>{title}</h1>
<p>{_text(_totals(found))}</p>
<h2>Rules</h2>
<div class="scroll"><table>
<thead><tr><th>rule</th><th>removals, old</th><th>new</th><th>characters more</th><th>less</th></tr></thead>
<tbody>{"".join(rows)}</tbody></table></div>
<h2>Examples</h2>
{"".join(_examples(found))}
<h2>Documents that changed most</h2>
<div class="scroll"><table>
<thead><tr><th>document</th><th>characters more</th><th>less</th></tr></thead>
<tbody>{"".join(documents)}</tbody></table></div>
</body></html>
"""


def _examples(found: Comparison) -> Iterator[str]:
    for name, rule in found.by_change():
        yield f"<h3>{_text(name)}</h3>"
        yield from (f"<del>goes: {_text(one.text)} <small>{_text(one.place)}</small></del>" for one in rule.gained)
        yield from (f"<ins>stays: {_text(one.text)} <small>{_text(one.place)}</small></ins>" for one in rule.lost)


def _totals(found: Comparison) -> str:
    def share(part: int) -> str:
        return f"{part / found.characters:.2%}" if found.characters else "0%"

    return (
        f"{found.documents} documents, {found.differ} differ; {share(found.old)} of the characters went, "
        f"{share(found.new)} go now"
    )


def _shown(example: Example) -> str:
    return f"{one_line(example.text)} ({one_line(example.place)})"


def _text(text: str) -> str:
    return html.escape(one_line(text))
