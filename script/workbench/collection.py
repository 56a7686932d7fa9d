"""Compares the tests that were written with those that pytest collected."""

import ast
from collections.abc import Iterator
from pathlib import Path

from workbench.paths import CHECKOUT

TESTS = CHECKOUT / "tests"
PURE = TESTS / "engine"


def written() -> set[tuple[str, str, str]]:
    """Return file, class and name of every test function in `tests/`."""
    return {
        (str(file.resolve()), owner, name)
        for file in TESTS.rglob("*.py")
        for owner, name in _functions(ast.parse(file.read_text()))
    }


def _functions(tree: ast.AST, owner: str = "") -> Iterator[tuple[str, str]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{owner}.{node.name}".lstrip("."))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if node.name.startswith("test_"):
                yield owner, node.name


def missed(collected: set[tuple[str, str, str]]) -> list[str]:
    """List the tests that were written but not collected, as a reader finds them."""
    return [
        f"{Path(file).relative_to(CHECKOUT)}: {owner}{'.' if owner else ''}{name}"
        for file, owner, name in sorted(written() - collected)
    ]


def not_imported() -> list[str]:
    """List test files that Odoo's own loader would not see.

    Odoo runs what `tests/__init__.py` and the packages below it import; the engine's
    tests need no Odoo and are pytest's alone.
    """
    unseen = []
    for file in sorted(TESTS.rglob("test_*.py")):
        place = file
        while place != TESTS and PURE not in (place, *place.parents):
            if place.stem not in _imported(place.parent / "__init__.py"):
                unseen.append(
                    f"{file.relative_to(CHECKOUT)}: "
                    f"{(place.parent / '__init__.py').relative_to(CHECKOUT)}"
                    f" does not import {place.stem}"
                )
                break
            place = place.parent
    return unseen


def _imported(file: Path) -> set[str]:
    if not file.exists():
        return set()
    return {
        alias.name
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ImportFrom) and node.level == 1 and not node.module
        for alias in node.names
    }
