"""Agreements from before approvals were kept, as 19.0.2.0.0 takes them over."""

import importlib.util
from datetime import date
from pathlib import Path

from odoo.tests import tagged
from odoo.tools.sql import create_index

from ..common import ItsmCommon, utc

FOLDER = Path(__file__).parents[2] / "migrations" / "19.0.2.0.0"
TODAY = date(2026, 11, 2)


def load(name):
    """Import a migration script, whose name is no identifier."""
    spec = importlib.util.spec_from_file_location(
        name.replace("-", "_"), FOLDER / f"{name}.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@tagged("post_install", "-at_install")
class TestSlaMigration(ItsmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pre, cls.post = load("pre-documents"), load("post-documents")
        # an old database has no index over the states of a contract's SLAs
        cls.env.cr.execute("DROP INDEX itsm_sla_contract_in_force_uniq")
        cls.env.cr.execute("DROP INDEX itsm_sla_open_uniq")
        cls.author = cls.users["sales"]
        cls.standard_sla.unlink()
        cls.sla.unlink()

    def _row(self, state, start=None, end=None, version="1.0", contract=True):
        """Insert a row as the version before wrote it: without number and author."""
        self.env.cr.execute(
            """
            INSERT INTO itsm_sla (
                name, contract_id, company_id, state, date_start, date_end, version,
                create_uid, create_date, confidentiality, attainment_basis,
                at_risk_pct
            ) VALUES (
                '{"en_US": "Old"}', %s, %s, %s, %s, %s, %s, %s, %s, 'internal',
                'decided', 75
            ) RETURNING id
            """,
            [
                self.contract.id if contract else None,
                self.company.id,
                state,
                start,
                end,
                version,
                self.author.id,
                utc("2026-07-20 10:00"),
            ],
        )
        return self.env["itsm.sla"].browse(self.env.cr.fetchone()[0])

    def _close_contract(self):
        self.env.cr.execute(
            "UPDATE itsm_contract SET state = 'closed' WHERE id = %s",
            [self.contract.id],
        )

    def _migrate(self, today=TODAY):
        self.pre.convert_slas(self.env.cr, today)
        # what the ORM makes between the scripts must fit the rows
        for index, columns, where in (
            ("contract", ["contract_id"], "state = 'in_force'"),
            ("open", ["number"], "state IN ('draft', 'in_review', 'reviewed')"),
        ):
            name = f"itsm_sla_{index}_test"
            create_index(
                self.env.cr, name, "itsm_sla", columns, where=where, unique=True
            )
        self.post.number_slas(self.env)
        self.post.adopt(self.env)

    def _states(self, *slas):
        return [sla.state for sla in slas]

    def test_versions_of_a_contract(self):
        first = self._row("closed", "2026-08-01", "2026-08-31")
        second = self._row("in_force", "2026-09-01", "2026-12-31", "2.0")
        third = self._row("in_force", "2027-01-01", None, "3.0")
        draft = self._row("draft", None, None, "4.0")
        days = ("2026-08-31 23:59", "2026-09-01 00:00", "2027-01-01 00:00")
        self._migrate()
        self.assertEqual(
            self._states(first, second, third, draft),
            ["superseded", "in_force", "signed", "draft"],
        )
        slas = first | second | third | draft
        self.assertEqual(len(set(slas.mapped("number"))), 1)
        self.assertRegex(first.number, r"SLA-2026-\d{4}")
        self.assertEqual(slas.author_id, self.author)
        self.assertEqual(
            [self.contract._sla_at(utc(day)) for day in days], [first, second, third]
        )
        self.assertEqual(second.reviewed_on, date(2026, 9, 1))
        for sla in first | second | third:
            self.assertEqual(sla.decision_ids.mapped("kind"), ["adopted"])
            self.assertIn("before the program kept", sla.decision_ids.comment)
        self.assertFalse(draft.decision_ids)

    def test_life_goes_on(self):
        """What was taken over is revised, followed and ended like anything else."""
        first = self._row("in_force", "2026-08-01", "2026-12-31")
        second = self._row("in_force", "2027-01-01", None, "2.0")
        self._migrate()
        versions = first | second
        day = date(2027, 1, 1)
        self.assertEqual(
            versions._states_on(day), {first: "superseded", second: "in_force"}
        )
        draft = first.revise(True, "Shorter response")
        self.assertEqual(draft.version, "3.0")
        self.assertEqual(draft.number, first.number)

    def test_closed_with_the_contract(self):
        first = self._row("closed", "2026-08-01", "2026-08-31")
        second = self._row("closed", "2026-09-01", "2026-10-15", "2.0")
        self._close_contract()
        self._migrate()
        self.assertEqual(self._states(first, second), ["superseded", "closed"])

    def test_ended_without_successor(self):
        first = self._row("closed", "2026-08-01", "2026-08-31")
        second = self._row("in_force", "2026-10-01", "2026-10-31", "2.0")
        self._migrate()
        self.assertEqual(self._states(first, second), ["expired", "expired"])

    def test_in_force_before_its_first_day(self):
        sla = self._row("in_force", "2026-12-01")
        self._migrate()
        self.assertEqual(sla.state, "in_force")

    def test_several_drafts(self):
        first = self._row("draft", "2026-08-01")
        second = self._row("draft", None, None, "2.0")
        self._migrate()
        self.assertEqual(self._states(first, second), ["cancelled", "draft"])
        self.assertEqual(first.decision_ids.mapped("kind"), ["cancelled"])
        self.assertIn("A later draft", first.decision_ids.comment)

    def test_standard_slas(self):
        slas = [
            self._row(state, version=version, contract=False)
            for state, version in (
                ("draft", "1.0"),
                ("in_force", "1.0"),
                ("in_force", "2.0"),
                ("closed", "1.0"),
            )
        ]
        self._migrate()
        self.assertEqual(
            self._states(*slas), ["draft", "in_force", "in_force", "closed"]
        )
        self.assertEqual(len({sla.number for sla in slas}), 4)
        self.assertEqual(slas[1].reviewed_on, date(2026, 7, 20))

    def test_versions_that_are_no_numbers(self):
        for versions, expected in (
            (["1.0", "2.0"], ["1.0", "2.0"]),
            (["A", "B"], ["1.0", "2.0"]),
            (["3.1", "final", "1"], ["3.1", "4.0", "5.0"]),
            (["01.0"], ["1.0"]),
        ):
            with self.subTest(versions=versions):
                rows = [{"version": version} for version in versions]
                self.assertEqual(self.pre.new_versions(rows), expected)

    def test_services_are_published(self):
        service = self.env["itsm.service"].create({"code": "OLD", "name": "Old"})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE itsm_service SET state = 'draft', author_id = NULL,"
            " create_uid = %s WHERE id = %s",
            [self.author.id, service.id],
        )
        self.env.invalidate_all(flush=False)
        self.post.publish_services(self.env)
        self.post.adopt(self.env)
        self.assertEqual(service.state, "in_force")
        self.assertEqual(service.author_id, self.author)
        self.assertEqual(service.decision_ids.mapped("kind"), ["adopted"])

    def test_rules_are_brought_up_to_date(self):
        rule = self.env.ref("itsm_service_delivery.itsm_sla_rule_user")
        rule.perm_write = True
        job = self.env.ref("itsm_service_delivery.cron_close_ended_slas")
        job.code = "model._cron_close_ended()"
        self.post.refresh_data(self.env)
        self.assertFalse(rule.perm_write)
        self.assertEqual(job.code, "model._cron_follow_dates()")
