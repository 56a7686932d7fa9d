import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psycopg2

from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import config

ROUNDS = 200
# Postgres refuses to copy a database while somebody else copies it.
SECONDS_TO_COPY = 30
NOTHING_WAITS = "nothing waits for a decision"


@tagged("post_install", "-at_install")
class TestRace(BaseCase):
    """Two processes, a real database: one outcome, and no decision lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A log cannot be deleted, so the races have a database of their own. It has
        # the name of a run's: the next run drops it should this process be killed.
        template = re.sub(r"run\d+(_\d+)?$", "base", get_db_name())
        cls.database = re.sub(r"base$", f"run{os.getpid()}", template)
        cls.server = psycopg2.connect(dbname="postgres")
        cls.server.autocommit = True
        cls.addClassCleanup(cls.drop)
        cls.copy_database(template)
        script = Path(__file__).with_name("race.py")
        done = subprocess.run(
            [sys.executable, str(script), cls.database, str(ROUNDS)],
            capture_output=True,
            text=True,
            timeout=300,
        )
        if done.returncode:
            raise AssertionError(done.stderr)
        cls.races = json.loads(done.stdout.splitlines()[-1])

    @classmethod
    def copy_database(cls, template):
        query = f'CREATE DATABASE "{cls.database}" TEMPLATE "{template}"'
        deadline = time.monotonic() + SECONDS_TO_COPY
        with cls.server.cursor() as cr:
            while True:
                try:
                    cr.execute(query)
                    return
                except psycopg2.errors.ObjectInUse:
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(0.5)

    @classmethod
    def drop(cls):
        with cls.server.cursor() as cr:
            cr.execute(f'DROP DATABASE IF EXISTS "{cls.database}" WITH (FORCE)')
        cls.server.close()
        shutil.rmtree(config.filestore(cls.database), ignore_errors=True)

    def each(self, name):
        """Yield the races of a name, of which there must be some."""
        races = [race for race in self.races if race["race"] == name]
        self.assertGreaterEqual(len(races), 1)
        for number, race in enumerate(races):
            with self.subTest(name, number=number):
                yield race

    def check_one_wins(self, name, outcomes):
        """Check that one is accepted and the other told why he is not.

        :param outcomes: ``{index of who is accepted: (last line, state)}``
        """
        for race in self.each(name):
            accepted = [said == "accepted" for said in race["answers"]]
            self.assertEqual(sorted(accepted), [False, True], race["answers"])
            winner = accepted.index(True)
            self.assertIn(NOTHING_WAITS, race["answers"][1 - winner])
            last, state = outcomes[winner]
            self.assertEqual(race["kinds"], ["submitted", "approved", last])
            self.assertEqual(race["state"], state)

    def test_two_approve_where_one_must(self):
        approved = ("approved", "approved")
        self.check_one_wins("two approve, one must", {0: approved, 1: approved})
        for race in self.each("two approve, one must"):
            winner = ["director", "deputy"][race["answers"].index("accepted")]
            self.assertEqual(race["deciders"][-1], winner)

    def test_two_approve_where_both_must(self):
        """No decision is lost, whoever comes second."""
        for race in self.each("two approve, both must"):
            self.assertEqual(race["answers"], ["accepted", "accepted"])
            self.assertEqual(race["kinds"], ["submitted", *["approved"] * 3])
            self.assertEqual(set(race["deciders"][-2:]), {"director", "deputy"})
            self.assertEqual(race["state"], "approved")

    def test_the_same_person_twice(self):
        approved = ("approved", "approved")
        self.check_one_wins("the same person twice", {0: approved, 1: approved})

    def test_approve_or_withdraw(self):
        self.check_one_wins(
            "approve or withdraw",
            {0: ("approved", "approved"), 1: ("withdrawn", "draft")},
        )

    def test_approve_or_return(self):
        self.check_one_wins(
            "approve or return",
            {0: ("approved", "approved"), 1: ("returned", "draft")},
        )

    def test_evidence_of_all_races(self):
        self.assertEqual(len(self.races), ROUNDS + 2)
        for race in self.races:
            self.assertEqual(race["findings"], [])

    def test_killed_while_deciding(self):
        """Nothing of a decision is there unless all of it is; nothing stays locked."""
        for name in ("killed before recording", "killed before the end"):
            for race in self.each(name):
                self.assertEqual(race["exit_code"], -9)
                self.assertEqual(race["after_the_kill"], ["submitted", "approved"])
                self.assertEqual(race["answers"], ["accepted"])
                self.assertEqual(race["kinds"], ["submitted", "approved", "approved"])
                self.assertEqual(race["deciders"], ["author", "reviewer", "deputy"])
