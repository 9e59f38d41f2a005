"""The documentation's site: it is built without a warning, and everything that the README says is on a page."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent

pytest.importorskip("mkdocs")
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)],
        cwd=CHECKOUT, capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder


def test_every_section_of_the_readme_is_on_a_page(site: Path) -> None:
    pages = [path.read_text("utf-8") for path in site.glob("*/index.html")] + [(site / "index.html").read_text("utf-8")]
    headings = {heading for page in pages for heading in re.findall(r'<h1 id="([^"]+)"', page)}
    sections = re.findall(r"^## (.+)$", (CHECKOUT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert len(sections) > 10
    assert {section.lower().replace(" ", "-") for section in sections} <= headings


def test_every_pack_has_a_page_to_which_the_page_of_rules_leads(site: Path) -> None:
    rules = (site / "rules" / "index.html").read_text("utf-8")
    for path in (CHECKOUT / "docs" / "rules").glob("*.md"):
        assert f'href="{path.stem}/"' in rules
        assert (site / "rules" / path.stem / "index.html").is_file()


def test_every_adapter_has_its_example_on_the_page_of_adapters(site: Path) -> None:
    shown = (site / "adapters" / "index.html").read_text("utf-8")
    for path in (CHECKOUT / "cleaner" / "adapters").glob("*.py"):
        assert path.stem in ("__init__", "cleaning") or f"cleaner.adapters.{path.stem}" in re.sub(r"<[^>]+>", "", shown)


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    index = (site / "index.html").read_text("utf-8")
    assert not re.findall(r'<(?:script|img|iframe)[^>]+src="(?:https?:)?//', index)
    assert not re.findall(r'<link[^>]+rel="stylesheet"[^>]+href="(?:https?:)?//', index)
