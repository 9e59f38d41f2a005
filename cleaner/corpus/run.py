"""A corpus run: plan, clean, note what is done, and account for every document in the end."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

from cleaner import __version__, files
from cleaner.article import dump
from cleaner.corpus import exchange, plan, sinks
from cleaner.corpus import journal as journals
from cleaner.corpus.account import balance
from cleaner.corpus.chunks import Chunk, Cursor, chunks
from cleaner.corpus.cleaning import fingerprints
from cleaner.corpus.entries import shown
from cleaner.corpus.interrupts import interrupts
from cleaner.corpus.journal import BusyError, Journal, Step
from cleaner.corpus.sinks.growing import Growing
from cleaner.corpus.tally import Tally
from cleaner.corpus.worker import TEMPORARY, Recipe

SUMMARY: Final = "run.json"
QUARANTINE: Final = "quarantine.jsonl"
_STEP: Final = 0.5  # seconds after which what is done is made sure of; so much is done again after a crash


class Order(NamedTuple):
    """What a run is to do."""

    sources: tuple[str, ...]
    output: Path
    recipe: Recipe
    globs: tuple[str, ...] = ()
    format: str | None = None
    """Of files whose names do not tell."""
    jobs: int = 1
    """Processes; 0 for one a core."""
    engine: str = "processes"
    """What cleans: `processes` of this machine, or `ray`."""


class Outcome(NamedTuple):
    """How a run ended."""

    tally: Tally
    seconds: float
    """All in all, those before an interruption too."""
    is_new: bool
    """False if it had ended before, and nothing was done now."""


class Watch(Protocol):
    """Whoever looks on."""

    def show(self, done: int, total: int, tally: Tally) -> None:
        """Bytes of the sources that are done, of all, and what was counted."""


class RefusedError(ValueError):
    """A run that must not begin, and why."""


class HaltedError(RuntimeError):
    """A run that could not go on, and why; it can be taken up."""


def run(order: Order, watch: Watch, *, restart: bool = False) -> Outcome:
    """Clean every document of the sources, or what is left of them if the run was begun before.

    With `restart` what an earlier run has written is removed first. Raises RefusedError, HaltedError, AccountError,
    InterruptedRun and compression.MissingError.
    """
    with ExitStack() as stack:
        stack.enter_context(interrupts())
        try:
            journal = _journal(order.output)
            stack.callback(journal.close)
            if restart:
                _remove(order.output, journal)
            now, before = _configuration(order), journal.fact("configuration")
            _agree(before, now)
            step = journal.step()
            if journal.fact("finished"):
                return Outcome(step.tally, step.seconds, is_new=False)
            if before is None:
                taken = (SUMMARY, QUARANTINE, journals.NAME, TEMPORARY)
                found = plan.find(
                    order.sources, globs=order.globs, format=order.format, leave=str(order.output), taken=taken
                )  # fmt: skip
                journal.plan(found)
            if order.engine == "ray":
                if sinks.module(order.recipe.form.sink).WHOLE:
                    told = "--engine ray wants --to jsonl, jsonl.gz, jsonl.zst or parquet: other machines do not write here"
                    raise RefusedError(told)
                plan.check_readable_elsewhere(journal.files())
            journal.note(configuration=now)
            step = _go_on(order, journal, step, watch)
            balance(step.tally.counts, "written", "quarantined", "skipped")
            with files.writing(str(order.output / SUMMARY)) as file:
                file.write(dump(step.tally.to_dict() | {"version": __version__}, indent=True) + b"\n")
            shutil.rmtree(order.output / TEMPORARY, ignore_errors=True)
            journal.note(finished=True)
        except BusyError as error:
            raise RefusedError(f"{shown(str(order.output))}: {error}") from error
        except plan.NoSourceError as error:
            raise RefusedError(str(error)) from error
        except OSError as error:
            place = shown(os.fsdecode(error.filename)) if error.filename else shown(str(order.output))
            raise HaltedError(f"{place}: {files.why(error)}") from error
        return Outcome(step.tally, step.seconds, is_new=True)


def _journal(output: Path) -> Journal:
    if not (output / journals.NAME).exists():
        output.mkdir(parents=True, exist_ok=True)
        if any(output.iterdir()):
            raise RefusedError(f"{shown(str(output))} is not empty, and what it holds is of no run")
    return Journal(output)


def _remove(output: Path, journal: Journal) -> None:
    """Remove what the run has written, and nothing else."""
    journal.note(finished=False, configuration=None, step=None)
    for file in journal.files():
        if file.format:
            for ending in plan.OUTPUTS:
                (output / f"{file.name}{ending}").unlink(missing_ok=True)
            if file.format not in plan.DOCUMENTS:
                shutil.rmtree(output / file.name, ignore_errors=True)
    folders = sorted({(output / file.name).parent for file in journal.files() if file.format}, reverse=True)
    for folder in folders:
        for empty in (folder, *folder.parents):
            if empty == output:
                break
            with suppress(OSError):
                empty.rmdir()
    for pattern in (SUMMARY, QUARANTINE, f"{sinks.NAME}*.jsonl*", f"{sinks.NAME}-*.parquet*"):
        for path in (*output.glob(pattern), *output.glob(f"documents/{pattern}"), *output.glob(f"attributes/*/{pattern}")):
            path.unlink()


def _configuration(order: Order) -> dict[str, Any]:
    """All that decides what is written, by names that a user knows."""
    recipe = order.recipe
    return {
        "sources": [source if source == files.STDIN else os.path.abspath(source) for source in order.sources],
        "glob": list(order.globs), "format": order.format, "version": __version__,
        **recipe.options._asdict(), **recipe.form._asdict(), "config": recipe.how.config, "kind": recipe.how.kind,
        **({"templates": _digest(recipe.how.templates), "site_field": recipe.how.site_field} if recipe.how.templates else {}),
        "without": sorted(recipe.how.without), **recipe.how.options,
        "max_seconds": recipe.max_seconds, "max_memory": recipe.max_memory, **fingerprints(recipe.how.config),
    }  # fmt: skip


def _digest(path: str) -> str:
    from cleaner.templates.store import open_store

    return open_store(path).digest


def _agree(before: dict[str, Any] | None, now: dict[str, Any]) -> None:
    """Raise RefusedError where going on with a run would mix two kinds of output."""
    if before is None:
        return
    changed = [name for name in sorted({*before, *now}) if before.get(name) != now.get(name)]
    if changed:
        told = ", ".join(name if name.endswith((".toml", ".npz", ".py")) else _told(name, before, now) for name in changed)
        raise RefusedError(f"changed since the run began: {told}; --restart begins anew")


def _told(name: str, before: dict[str, Any], now: dict[str, Any]) -> str:
    return f"{name.replace('_', '-')} (was {before.get(name)!r}, is {now.get(name)!r})"


def _go_on(order: Order, journal: Journal, step: Step, watch: Watch) -> Step:
    """Do what is left after a step; the last step."""
    began = time.monotonic()
    total = journal.total()
    tally, cursor = step.tally, step.cursor
    shutil.rmtree(order.output / TEMPORARY, ignore_errors=True)
    (order.output / TEMPORARY).mkdir()
    with ExitStack() as stack:
        quarantine = Growing(order.output, [QUARANTINE], step.outputs.get("quarantine") or {})
        stack.callback(quarantine.close)
        form = order.recipe.form
        sink: sinks.Sink = sinks.module(form.sink).open_sink(order.output, form, step.outputs.get("sink"))
        stack.callback(sink.close)
        pool = _pool(order)
        stack.callback(pool.close)
        if before := journal.fact("exchange"):
            exchange.forget(before)
        if pool.exchange:
            journal.note(exchange=pool.exchange)
        last = began

        def stand() -> Step:
            outputs = {"quarantine": quarantine.state(), "sink": sink.state()}
            return Step(cursor, tally, outputs, step.seconds + time.monotonic() - began)

        for chunk, rendered in pool.run(_coming(order, journal, cursor)):
            if "unreadable" in rendered.tally.tables.get("causes", {}):
                _look(order.sources)  # or all that is left would fail one by one
            sink.append(rendered.output)
            quarantine.append({QUARANTINE: rendered.quarantine})
            tally.count("read", chunk.documents)
            tally.add(rendered.tally)
            cursor = chunk.end
            if sink.settled() and time.monotonic() - last >= _STEP:
                journal.advance(stand())
                last = time.monotonic()
            watch.show(cursor.before + cursor.consumed, total, tally)
        sink.finish()
        done = stand()
        journal.advance(done)
    return done


def _pool(order: Order) -> Any:
    if order.engine == "ray":
        from cleaner.corpus.ray_pool import RayPool

        return RayPool(order.jobs, order.recipe, order.output)
    from cleaner.corpus.pool import Pool

    return Pool(order.jobs, order.recipe, order.output)


def _coming(order: Order, journal: Journal, cursor: Cursor) -> Iterator[Chunk]:
    """The chunks from a place on. Raises HaltedError where a source is gone or another one than before."""
    if cursor.done:
        file = next(journal.files(cursor.file), None)
        if file and file.format not in ("", *plan.DOCUMENTS) and file.path != files.STDIN:
            _look([file.path])
            now = os.stat(file.path)
            if (now.st_size, now.st_mtime_ns) != (file.size, file.modified):
                raise HaltedError(f"{shown(file.path)} has changed since a part of it was cleaned; --restart begins anew")
    try:
        for chunk in chunks(journal.files(cursor.file), cursor, order.recipe.options):
            _look(order.sources)
            yield chunk
    except OSError as error:
        _look(order.sources)
        place = f"{shown(os.fsdecode(error.filename))}: " if error.filename else ""
        raise HaltedError(f"{place}{files.why(error)}") from error


def _look(sources: Iterator[str] | tuple[str, ...] | list[str]) -> None:
    """Raise HaltedError if one of the sources is not there any more."""
    for source in sources:
        if source != files.STDIN and not os.path.lexists(source):
            raise HaltedError(f"{shown(source)} is no longer there")
