"""Compares the tests that were written with those that are run."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from workbench.paths import CHECKOUT

TESTS = CHECKOUT / "tests"
# The folders whose tests need no Odoo; each has its own pytest.ini.
PURE = ("engine", "workbench")


def pure(place: Path, tests: Path = TESTS) -> str | None:
    """Return which folder of tests without Odoo a path lies in, if any."""
    inside = place.relative_to(tests).parts
    return inside[0] if inside and inside[0] in PURE else None


def files(tests: Path = TESTS) -> list[Path]:
    """Return the test files that need Odoo."""
    return [
        file for file in sorted(tests.rglob("test_*.py")) if not pure(file, tests)
    ]


def written(tests: Path = TESTS) -> set[tuple[str, str, str]]:
    """Return file, class and name of every test function."""
    return {
        (str(file.resolve()), owner, name)
        for file in tests.rglob("*.py")
        for owner, name in _functions(ast.parse(file.read_text()))
    }


def _functions(tree: ast.AST, owner: str = "") -> Iterator[tuple[str, str]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{owner}.{node.name}".lstrip("."))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if node.name.startswith("test_"):
                yield owner, node.name


def missed(collected: set[tuple[str, str, str]], tests: Path = TESTS) -> list[str]:
    """List the tests that were written but not collected, as a reader finds them."""
    root = tests.resolve()
    return [
        f"{Path(file).relative_to(root)}: {owner}{'.' if owner else ''}{name}"
        for file, owner, name in sorted(written(tests) - collected)
    ]


def not_imported(tests: Path = TESTS) -> list[str]:
    """List the test files that Odoo's own loader does not see.

    It runs the modules that are attributes of the package `tests` by names `test_...`:
    what a package below imports it does not see, and of two by one name only the last.
    """
    imported = _imported(tests / "__init__.py")
    names = Counter(bound for _, bound in imported.items())
    unseen = []
    for file in sorted(tests.rglob("test_*.py")):
        place = file.relative_to(tests)
        bound = imported.get(".".join(place.with_suffix("").parts), "")
        if not pure(file, tests) and (bound[:5] != "test_" or names[bound] > 1):
            unseen.append(str(place))
    return unseen


def _imported(init: Path) -> dict[str, str]:
    """Return the modules that a package imports from itself, and by which names."""
    found = {}
    for node in ast.walk(ast.parse(init.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            for alias in node.names:
                module = f"{node.module}.{alias.name}" if node.module else alias.name
                found[module] = alias.asname or alias.name
    return found
