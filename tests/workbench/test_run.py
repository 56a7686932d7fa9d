"""Arguments go to the right process, and one sum judges them all."""

import json

import pytest

from workbench.collection import TESTS, files
from workbench.commands.test import Run
from workbench.paths import CHECKOUT, LINK
from workbench.test_summary import NOTHING_COLLECTED, Summary


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: Run(list(arguments), tmp_path)


def test_without_a_path_everything_runs(run):
    everything = run("-x", "-k", "clock")
    assert everything.everything
    assert everything.options == ["-x", "-k", "clock"]
    assert everything.pure["engine"] == [str(TESTS / "engine")]
    assert everything.pure["workbench"] == [str(TESTS / "workbench")]
    assert everything.others == [str(LINK / "tests")]


def test_a_path_below_the_checkout_from_any_folder(run):
    some = run("tests/engine/test_spans.py::test_normalise", "-q")
    assert not some.everything
    assert some.pure["engine"] == [
        f"{TESTS / 'engine' / 'test_spans.py'}::test_normalise"
    ]
    assert (some.pure["workbench"], some.others) == ([], [])
    assert some.options == ["-q"]


def test_a_path_from_the_current_folder(run, monkeypatch):
    monkeypatch.chdir(CHECKOUT / "tests")
    some = run("contract")
    assert some.others == [str(LINK / "tests" / "contract")]
    assert some.pure == {"engine": [], "workbench": []}


@pytest.mark.parametrize("option", ["-k", "-m", "--deselect"])
def test_the_value_of_an_option_is_no_path(run, option):
    everything = run(option, "tests/engine")
    assert everything.everything
    assert everything.options == [option, "tests/engine"]


@pytest.fixture
def summary(tmp_path):
    def judge(code=0, everything=False, title="Odoo", **record):
        file = tmp_path / "record.json"
        empty = {"outcomes": {"passed": 1}, "collected": [], "skipped": []}
        file.write_text(json.dumps(empty | {"loaded_odoo": False} | record))
        whole = Summary(everything)
        whole.add(title, code, 1.0, file)
        return whole

    return judge


def test_passed(summary, capsys):
    assert summary().show("coverage 90.0%") == 0
    said = capsys.readouterr().err
    assert "1 passed" in said
    assert "coverage 90.0%" in said


def test_a_failing_process_fails(summary):
    assert summary(code=1).show("") == 1


def test_no_test_at_all_fails(summary):
    assert summary(code=NOTHING_COLLECTED).show("") == 1


def test_one_process_without_tests_is_fine_if_another_has_some(summary, tmp_path):
    both = summary()
    both.add("engine", NOTHING_COLLECTED, 1.0, tmp_path / "record.json")
    assert both.show("") == 0


def test_pytest_that_does_not_begin_fails(summary, tmp_path):
    broken = summary()
    broken.add("engine", 0, 1.0, tmp_path / "missing.json")
    assert broken.show("") == 1


def test_the_engine_must_not_load_odoo(summary):
    assert summary(title="engine", loaded_odoo=True).show("") == 1
    assert summary(title="Odoo", loaded_odoo=True).show("") == 0


def test_a_run_of_everything_misses_tests(summary, capsys):
    assert summary(everything=True).show("") == 1
    said = capsys.readouterr().err
    assert "not collected: tests/workbench/test_run.py: test_passed\n" in said


def test_a_skipped_test_fails_a_run_of_everything(summary, capsys):
    skipped = ["tests/test_tour.py: no browser"]
    assert summary(everything=True, skipped=skipped).show("") == 1
    assert "skipped: tests/test_tour.py: no browser" in capsys.readouterr().err
    assert summary(skipped=skipped).show("") == 0


def test_rooms_of_a_full_run_hold_every_test_file_once(run):
    jobs = dict(run()._jobs())
    assert {"engine", "workbench", "Odoo approval", "Odoo others"} <= jobs.keys()
    rooms = [places for title, places in jobs.items() if title.startswith("Odoo ")]
    through = [place for places in rooms for place in places]
    below = [str(LINK / file.relative_to(CHECKOUT)) for file in files()]
    assert sorted(through) == sorted(below)
    assert jobs["engine"] == [str(TESTS / "engine")]


def test_a_path_runs_in_one_process(run):
    assert [title for title, _ in run("tests/contract", "tests/project")._jobs()] == [
        "Odoo"
    ]
