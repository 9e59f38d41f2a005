"""`clean run --engine ray`, on a real Ray; only where that is installed."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from command import run
from corpora import account, files, folder, kill_all, lines, quarantined, start, stubborn, wait_for

ray = pytest.importorskip("ray")
pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Mapping[str, str]]:
    """The environment of a command, which finds a cluster in it."""
    context = ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield os.environ | {"RAY_ADDRESS": context.address_info["gcs_address"]}
    ray.shutdown()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Some chunks of lines, one of them broken, and Parquet."""
    from pyarrow import Table, parquet

    source = tmp_path / "in"
    source.mkdir()
    (source / "a.jsonl").write_bytes(lines(range(700)) + b"{broken\n" + lines([701]))
    rows = [json.loads(line) for line in lines(range(1000, 1300)).splitlines()]
    parquet.write_table(Table.from_pylist(rows), source / "b.parquet", row_group_size=100)
    return source


def stations() -> list[int]:
    """The processes of Ray that have a chunk done."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has ended meanwhile
            if path.read_bytes().startswith(b"ray::_Station"):
                found.append(int(path.parent.name))
    return found


@pytest.mark.parametrize("to", ["jsonl.zst", "parquet"])
def test_what_is_written_is_what_processes_of_one_machine_write(
    tmp_path: Path, corpus: Path, cluster: Mapping[str, str], to: str
) -> None:
    process = start(corpus, "-o", tmp_path / "ray", "--to", to, "--engine", "ray", env=cluster)
    _, err = process.communicate()
    assert process.returncode == 1, err
    assert run("run", corpus, "-o", tmp_path / "here", "--to", to).code == 1
    assert account(tmp_path / "ray") == (1002, 1001, 1, 0)
    assert files(tmp_path / "ray") == files(tmp_path / "here")
    assert (tmp_path / "ray" / "run.json").read_bytes() == (tmp_path / "here" / "run.json").read_bytes()


def test_a_run_that_is_killed_goes_on_with_either_engine(tmp_path: Path, cluster: Mapping[str, str]) -> None:
    (tmp_path / "in.jsonl").write_bytes(lines(range(3000)))
    process = start(tmp_path / "in.jsonl", "-o", tmp_path / "out", "--engine", "ray", env=cluster)
    wait_for(lambda: (tmp_path / "out" / "articles.jsonl").exists() and (tmp_path / "out" / "articles.jsonl").stat().st_size)
    kill_all(process)
    assert not (tmp_path / "out" / "run.json").exists()
    assert run("run", tmp_path / "in.jsonl", "-o", tmp_path / "out").code == 0
    ids = [json.loads(line)["id"] for line in (tmp_path / "out" / "articles.jsonl").read_bytes().splitlines()]
    assert ids == [f"d{number}" for number in range(3000)]


def test_a_process_of_ray_that_is_lost_costs_nothing(tmp_path: Path, cluster: Mapping[str, str]) -> None:
    (tmp_path / "in.jsonl").write_bytes(lines(range(3000)))
    process = start(tmp_path / "in.jsonl", "-o", tmp_path / "out", "--engine", "ray", env=cluster)
    wait_for(lambda: (tmp_path / "out" / "articles.jsonl").exists() and (tmp_path / "out" / "articles.jsonl").stat().st_size)
    os.kill(stations()[0], signal.SIGKILL)
    _, err = process.communicate()
    assert process.returncode == 0, err
    assert account(tmp_path / "out") == (3000, 3000, 0, 0)


@pytest.mark.parametrize(
    ("does", "options", "cause"),
    [("os.kill(os.getpid(), signal.SIGKILL)", (), "died"), ("time.sleep(600)", ("--max-seconds", "5"), "time")],
)
def test_a_document_that_kills_or_hangs_costs_only_itself(
    tmp_path: Path, does: str, options: tuple[str, ...], cause: str
) -> None:
    done = stubborn(tmp_path, does, "--engine", "ray", *options)
    assert done.returncode == 1, done.stderr
    (failed,) = quarantined(tmp_path / "out")
    assert (failed["place"], failed["cause"]) == (31, cause)
    assert account(tmp_path / "out") == (60, 59, 1, 0)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_run_and_it_can_go_on(tmp_path: Path, cluster: Mapping[str, str], number: signal.Signals) -> None:
    (tmp_path / "in.jsonl").write_bytes(lines(range(2000)))
    process = start(tmp_path / "in.jsonl", "-o", tmp_path / "out", "--engine", "ray", env=cluster)
    wait_for(lambda: (tmp_path / "out" / "articles.jsonl").exists() and stations())
    process.send_signal(number)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 128 + number
    assert err.decode() == "clean: interrupted; the same command goes on from here\n"
    wait_for(lambda: not stations())
    assert run("run", tmp_path / "in.jsonl", "-o", tmp_path / "out").code == 0
    assert account(tmp_path / "out") == (2000, 2000, 0, 0)


def test_files_of_one_document_are_refused(tmp_path: Path) -> None:
    done = run("run", folder(tmp_path / "in", [1]), "-o", tmp_path / "out", "--to", "jsonl", "--engine", "ray")
    assert done.code == 2
    assert f"{tmp_path}/in/1/1.txt: --engine ray reads JSONL, Parquet and WARC" in done.err


def test_output_that_workers_write_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(lines([1]))
    done = run("run", tmp_path / "in.jsonl", "-o", tmp_path / "out", "--to", "tree", "--engine", "ray")
    assert done.code == 2
    assert "--engine ray wants --to jsonl" in done.err


def test_a_node_with_other_rules_is_refused(tmp_path: Path, cluster: Mapping[str, str]) -> None:
    root = Path(__file__).parent.parent
    for name in ("cleaner", "rules"):
        shutil.copytree(root / name, tmp_path / "other" / name)
    with (tmp_path / "other" / "rules" / "de.toml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    (tmp_path / "in.jsonl").write_bytes(lines(range(3)))
    environment = {**cluster, "PYTHONPATH": str(tmp_path / "other")}
    process = start(tmp_path / "in.jsonl", "-o", tmp_path / "out", "--engine", "ray", env=environment, cwd=tmp_path)
    _, err = process.communicate()
    assert process.returncode == 2, err
    assert "a node of the cluster has another rules/de.toml than this machine" in err.decode()
    assert (tmp_path / "out" / "articles.jsonl").read_bytes() == b""


def test_what_is_learnt_is_what_one_machine_learns(tmp_path: Path, corpus: Path, cluster: Mapping[str, str]) -> None:
    process = start(corpus, "-o", tmp_path / "ray.sqlite", "--engine", "ray", command="learn", env=cluster)
    _, err = process.communicate()
    assert process.returncode == 1, err
    assert "read 1,002 = learnt 1,001 + failed 1 + skipped 0" in err.decode()
    assert run("learn", corpus, "-o", tmp_path / "here.sqlite").code == 1
    assert (tmp_path / "ray.sqlite").read_bytes() == (tmp_path / "here.sqlite").read_bytes()
    assert (tmp_path / "ray.sqlite.failed").read_bytes() == (tmp_path / "here.sqlite.failed").read_bytes()


def test_files_of_one_document_are_not_learnt_from_elsewhere(tmp_path: Path) -> None:
    done = run("learn", folder(tmp_path / "in", [1]), "-o", tmp_path / "s.sqlite", "--engine", "ray")
    assert done.code == 2
    assert f"{tmp_path}/in/1/1.txt: --engine ray reads JSONL, Parquet and WARC" in done.err
