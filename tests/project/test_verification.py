"""Verification and validation: two records of two questions (domain 1.2)."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .work_plan_change import WorkPlanChangeCommon


class ConformityCommon(WorkPlanChangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.line = cls.lines_of(cls.plan)["Inspection"]

    @classmethod
    def verify(cls, user=None, **values):
        """Record a verification of the inspection, complete."""
        user = user or cls.technical
        return (
            cls.env["itsm.verification"]
            .with_user(user)
            .create(
                {
                    "name": "Inspection of August",
                    "project_id": cls.project.id,
                    "subject_ref": f"itsm.work.plan.line,{cls.line.id}",
                    "design_reference": "Service plan, section 7",
                    "verifier_id": user.id,
                    "verified_on": "2026-09-15",
                    "item_ids": [
                        Command.create({"name": "All racks", "result": "pass"})
                    ],
                    "result": "pass",
                    "evidence": "Photographs on the project's drive.",
                    **values,
                }
            )
        )

    @classmethod
    def validate(cls, user=None, **values):
        """Record a validation of the work plan by the customer, complete."""
        user = user or cls.technical
        return (
            cls.env["itsm.validation"]
            .with_user(user)
            .create(
                {
                    "name": "Inspection",
                    "project_id": cls.project.id,
                    "subject_ref": f"itsm.work.plan.line,{cls.line.id}",
                    "requirement_text": "Failures are found before they hurt.",
                    "contact_id": cls.contact.id,
                    "validator_id": user.id,
                    "validated_on": "2026-09-15",
                    "result": "She finds it often enough.",
                    "outcome": "pass",
                    "evidence": "Her mail of 15 September.",
                    **values,
                }
            )
        )


@freeze_time("2026-09-16 02:00:00")
@tagged("post_install", "-at_install")
class TestVerification(ConformityCommon):
    def test_done(self):
        record = self.verify()
        self.assertEqual(record.number, "YZ-2026-0001")
        record.action_done()
        self.assertEqual(record.state, "done")
        self.assertEqual(record.done_by_id, self.technical)
        self.assertEqual(
            record.subject_name,
            f"{self.plan.sudo().display_name}: 2 Inspection",
        )
        with self.assertRefused("done already"):
            record.action_done()

    def test_not_by_who_has_made_it(self):
        """The engineer is responsible for the inspection, the manager for the plan."""
        for user, subject in (
            (self.engineer, self.line),
            (self.manager, self.plan),
        ):
            with self.subTest(user.login):
                record = self.verify(
                    user, subject_ref=f"{subject._name},{subject.id}"
                )
                with self.assertRefused("somebody else must judge it"):
                    record.action_done()
        # nor is it finished by him in the name of somebody else
        record = self.verify(self.manager, subject_ref=f"itsm.work.plan,{self.plan.id}")
        record.verifier_id = self.technical
        with self.assertRefused("somebody else must judge it"):
            record.action_done()

    def test_incomplete(self):
        record = self.verify(
            design_reference=False,
            item_ids=[],
            result=False,
            evidence=False,
            verified_on="2026-09-17",
        )
        with self.assertRaises(UserError) as refusal:
            record.action_done()
        for expected in (
            "which specification",
            "what was checked",
            "whether it has passed",
            "Attach the evidence",
            "yet to come",
        ):
            with self.subTest(expected):
                self.assertIn(expected, str(refusal.exception))

    def test_failed_items(self):
        items = [
            Command.create({"name": "Racks", "result": "fail"}),
            Command.create({"name": "Fans"}),
        ]
        record = self.verify(item_ids=items)
        with self.assertRefused("result of: Fans"):
            record.action_done()
        record.item_ids[1].result = "na"
        with self.assertRefused("cannot have passed.*: Racks"):
            record.action_done()
        record.result = "fail"
        record.action_done()

    def test_frozen(self):
        record = self.verify()
        files = self.env["ir.attachment"].with_user(self.technical)
        place = {"res_model": record._name, "res_id": record.id}
        proof = files.create({"name": "proof.txt", "raw": b"all racks", **place})
        record.action_done()
        self.assertEqual(record.evidence_count, 1)
        for user in (self.technical, self.users["administrator"], self.env.user):
            mine = record.with_user(user)
            with self.subTest(user.login):
                with self.assertRefused("frozen"):
                    mine.result = "fail"
                with self.assertRefused("frozen"):
                    mine.item_ids.name = "Other"
                with self.assertRefused("frozen", AccessError):
                    proof.with_user(user).raw = b"other"
                with self.assertRefused("cannot be deleted"):
                    mine.unlink()
        with self.assertRefused("frozen", AccessError):
            files.create({"name": "more.txt", "raw": b"more", **place})

    def test_what_the_program_writes(self):
        record = self.verify()
        for values in (
            {"number": "YZ-1"},
            {"done_at": "2026-09-01 00:00:00"},
            {"done_by_id": self.backup.id},
        ):
            with self.subTest(values), self.assertRefused("cannot be written"):
                record.write(values)
        with self.assertRefused('press "Done"'):
            record.state = "done"

    def test_subject_of_another_project(self):
        other = self.project.copy({"name": "Another"})
        with self.assertRefused("does not belong to", ValidationError):
            self.verify(project_id=other.id)

    def test_shown_where_it_belongs(self):
        self.verify()
        self.validate(subject_ref=f"itsm.work.plan,{self.plan.id}")
        for record, counts in (
            (self.line, (1, 0)),
            (self.plan, (1, 1)),
            (self.project, (1, 1)),
        ):
            record = record.with_user(self.technical)
            with self.subTest(model=record._name):
                self.assertEqual(
                    (record.verification_count, record.validation_count), counts
                )
        action = self.line.with_user(self.technical).action_view_verifications()
        found = self.env["itsm.verification"].search(action["domain"])
        self.assertEqual(len(found), 1)
        # the same line of the next version
        new = self.agree(self.ask())
        self.assertEqual(self.lines_of(new)["Inspection"].verification_count, 1)


@freeze_time("2026-09-16 02:00:00")
@tagged("post_install", "-at_install")
class TestValidation(ConformityCommon):
    def test_done(self):
        record = self.validate()
        self.assertEqual(record.number, "QR-2026-0001")
        record.action_done()
        self.assertEqual(record.state, "done")
        self.assertFalse(record.can_begin_revision)

    def test_incomplete(self):
        record = self.validate(
            requirement_text=False,
            contact_id=False,
            result=False,
            outcome=False,
        )
        with self.assertRaises(UserError) as refusal:
            record.action_done()
        for expected in (
            "Choose the requirement",
            "why nobody of the customer",
            "what was found",
            "whether it has passed",
        ):
            with self.subTest(expected):
                self.assertIn(expected, str(refusal.exception))
        record.write(
            {
                "requirement_text": "Need",
                "no_contact_reason": "She is on leave until October.",
                "result": "Works.",
                "outcome": "pass",
            }
        )
        record.action_done()

    def test_somebody_of_another_customer(self):
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        with self.assertRefused("does not belong to", ValidationError):
            self.validate(contact_id=stranger.id)

    def test_design_change_begins_a_work_plan_change(self):
        record = self.validate(outcome="design_change")
        with self.assertRefused("what of the design must change"):
            record.action_done()
        record.design_change = "Inspect every week."
        record.action_done()
        self.assertEqual(record.sudo().activity_ids.user_id, self.manager)
        mine = record.with_user(self.manager)
        action = mine.action_begin_revision()
        change = self.env["itsm.work.plan.change"].browse(action["res_id"])
        self.assertEqual(change.step, "requested")
        self.assertEqual(change.plan_id, self.plan.sudo(False).with_env(self.env))
        self.assertEqual(change.reason, f"{record.number}: Inspect every week.")
        self.assertEqual(record.revision_ref, change)
        with self.assertRefused("still to be begun"):
            mine.action_begin_revision()
        with self.assertRefused('Press "Begin the Change"'):
            record.with_user(self.technical).revision_ref = False

    def test_who_sees_and_writes(self):
        record = self.validate()
        # the engineer is of the project team
        sees = {
            "administrator",
            "auditor",
            "engineer",
            "general_manager",
            "management_representative",
            "project_manager",
            "reviewer",
            "service_director",
            "service_manager",
            "technical_manager",
        }
        writes = sees & {
            "administrator",
            "project_manager",
            "service_director",
            "service_manager",
            "technical_manager",
        }
        verification = self.verify()
        for role, user in [*self.users.items(), ("plain", self.plain_user)]:
            for one in (record, verification, verification.item_ids):
                one = one.with_user(user)
                with self.subTest(role=role, model=one._name):
                    self.assertEqual(one.has_access("read"), role in sees)
                    self.assertEqual(one.has_access("write"), role in writes)
