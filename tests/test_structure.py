"""Imports run one way, and no stage knows another."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "cleaner"
# From the ground up: a module imports from lower floors, or from its own.
FLOORS = (
    {"anchors", "blas", "cached", "document", "errors", "page", "sentences", "sites"},
    {"compiled", "line_features", "marks", "patterns"},
    {"gaps", "packs", "suppressions"},
    {"index", "templates"},
    {"plugins"},
    {"language", "matcher", "roles", "settings"},
    {"dates", "features"},
    {"article", "scorer"},
    {"line_scorer", "reading"},
    {"readers", "stages", "witness"},
    {"pipeline"},
    {
        "baseline",
        "comparison",
        "configuration",
        "corpus",
        "decisions",
        "explain",
        "files",
        "listing",
        "proof",
        "reports",
        "review",
        "suggesting",
    },
    {"adapters", "commands"},
)
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py" or path.parent != PACKAGE)


def imported(path: Path) -> set[str]:
    """The modules of the package that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name for name in names if name.startswith("cleaner.")}
    return found


def floor_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_from_lower_floors(path: Path) -> None:
    own = floor_of(path)
    others = {name.split(".")[1] for name in imported(path)} & FLOOR.keys()
    assert own in FLOOR, f"{own} has no floor yet"
    assert {other for other in others if FLOOR[other] > FLOOR[own]} == set()


@pytest.mark.parametrize("path", sorted((PACKAGE / "stages").glob("*.py")), ids=lambda path: path.stem)
def test_no_stage_imports_a_stage(path: Path) -> None:
    assert not {name for name in imported(path) if name.startswith("cleaner.stages")}
