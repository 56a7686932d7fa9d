"""A test that nobody runs is found, whatever hides it."""

import pytest

from workbench import collection

TEST_FILE = """
def test_alone():
    pass

class TestThings:
    def test_one(self):
        def test_inner():
            pass

    def helper(self):
        pass
"""


@pytest.fixture
def tests(tmp_path):
    for name in ("sales", "service", "engine"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    (tmp_path / "__init__.py").touch()
    return tmp_path


def test_functions_and_methods_count_nested_ones_do_not(tests):
    file = tests / "sales" / "test_order.py"
    file.write_text(TEST_FILE)
    assert collection.written(tests) == {
        (str(file), "", "test_alone"),
        (str(file), "TestThings", "test_one"),
    }


def test_what_was_not_collected_is_named(tests):
    file = tests / "sales" / "test_order.py"
    file.write_text(TEST_FILE)
    collected = {(str(file), "", "test_alone")}
    assert collection.missed(collected, tests) == [
        "sales/test_order.py: TestThings.test_one"
    ]
    collected.add((str(file), "TestThings", "test_one"))
    assert collection.missed(collected, tests) == []


def test_tests_outside_test_files_count_too(tests):
    (tests / "common.py").write_text("class Common:\n    def test_lost(self): ...\n")
    assert collection.missed(set(), tests) == ["common.py: Common.test_lost"]


@pytest.mark.parametrize(
    ("init", "unseen"),
    [
        ("", ["sales/test_order.py"]),
        ("from .sales import test_order", []),
        ("from .sales import (\n    test_order,\n)", []),
        # Odoo takes the attributes of `tests` that are named test_..., no others.
        ("from . import sales", ["sales/test_order.py"]),
        ("from .sales import test_order as order", ["sales/test_order.py"]),
        ("from .sales import test_order as test_sales_order", []),
    ],
)
def test_what_odoo_does_not_import(tests, init, unseen):
    (tests / "__init__.py").write_text(init)
    (tests / "sales" / "test_order.py").touch()
    assert collection.not_imported(tests) == unseen


def test_two_modules_by_one_name_hide_each_other(tests):
    (tests / "__init__.py").write_text(
        "from .sales import test_order\nfrom .service import test_order\n"
    )
    for name in ("sales", "service"):
        (tests / name / "test_order.py").touch()
    assert collection.not_imported(tests) == [
        "sales/test_order.py",
        "service/test_order.py",
    ]


def test_pure_tests_are_not_odoos(tests):
    (tests / "engine" / "test_clock.py").touch()
    assert collection.not_imported(tests) == []
    assert collection.pure(tests / "engine" / "test_clock.py", tests) == "engine"
    assert collection.pure(tests / "sales", tests) is None
    assert collection.pure(tests, tests) is None
