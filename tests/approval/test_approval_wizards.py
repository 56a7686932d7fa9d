from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestDecide(ApprovalCommon):
    """The dialog that decides documents, one or many."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.submit()
        cls.other = cls.submit(cls.new_document("SC-OTHER"))
        cls.documents = cls.document | cls.other

    def dialog(self, user, kind, documents, **values):
        """Return the dialog as a button of the documents opens it."""
        wizard = self.env["itsm.approval.decide"].with_user(user)
        return wizard.with_context(
            default_kind=kind,
            default_res_model=documents._name,
            default_res_ids=documents.ids,
        ).create(values)

    def dialog_of_stages(self, user, kind, stages, **values):
        """Return the dialog as the list "To Decide" opens it."""
        action = getattr(stages.with_user(user), f"action_{kind}")()
        wizard = self.env[action["res_model"]].with_user(user)
        return wizard.with_context(**action["context"]).create(values)

    def test_button_of_a_document(self):
        action = self.document.with_user(self.reviewer).action_return()
        self.assertEqual(action["res_model"], "itsm.approval.decide")
        self.assertEqual(action["name"], "Return for Rework")
        self.assertEqual(
            action["context"],
            {
                "default_kind": "returned",
                "default_res_model": "itsm.service",
                "default_res_ids": self.document.ids,
            },
        )
        form = Form.from_action(self.env(user=self.reviewer), action)
        self.assertEqual(form.line_count, 1)
        self.assertEqual(form.refusal_count, 0)
        self.assertFalse(form.can_choose_principal)
        self.assertFalse(form.is_delegate)
        with self.assertRaisesRegex(AssertionError, "comment is a required field"):
            form.save()
        form.comment = "The target of P3 is missing."
        close = form.save().action_decide()
        self.assertEqual(close["type"], "ir.actions.act_window_close")
        self.assertEqual(self.document.state, "draft")
        self.assertEqual(self.document.return_reason, "The target of P3 is missing.")

    def test_reason_is_mandatory(self):
        for kind in ("returned", "rejected"):
            for comment in (False, "", "  \n"):
                dialog = self.dialog(
                    self.reviewer, kind, self.document, comment=comment
                )
                with self.subTest(kind, comment=comment), self.assertRefused("Say why"):
                    dialog.action_decide()
        self.assertEqual(self.document.state, "in_review")

    def test_approve_with_a_comment(self):
        dialog = self.dialog(
            self.reviewer, "approved", self.document, comment="Well done"
        )
        dialog.action_decide()
        self.assertEqual(self.document.state, "reviewed")
        last = self.document.sudo().decision_ids.sorted("position")[-1]
        self.assertEqual((last.kind, last.comment), ("approved", "Well done"))
        self.assertEqual(last.user_id, self.reviewer)

    def test_reject(self):
        dialog = self.dialog(
            self.reviewer, "rejected", self.document, comment="Nobody asks for it"
        )
        dialog.action_decide()
        self.assertEqual(self.document.state, "rejected")

    def test_what_cannot_be_decided_is_named_and_left_alone(self):
        """Thirty chosen, two not mine: the rest is decided (hard for many tools)."""
        many = self.documents
        for number in range(28):
            many |= self.submit(self.new_document(f"SC-MANY-{number}"))
        at_director = self.pass_review(self.submit(self.new_document("SC-DIRECTOR")))
        draft = self.new_document("SC-DRAFT")
        dialog = self.dialog(self.reviewer, "approved", many | at_director | draft)
        self.assertEqual(
            sorted(dialog.line_ids.mapped("number")), sorted(many.mapped("number"))
        )
        self.assertEqual(dialog.line_count, 30)
        reasons = dialog.refusal_ids.mapped("reason")
        self.assertEqual(dialog.refusal_count, 2)
        self.assertRegex(reasons[0], "^SC-DIRECTOR (?s:.*)Who can: .*second_director")
        self.assertRegex(reasons[1], "^SC-DRAFT .*is draft: nothing waits")
        notice = dialog.action_decide()
        self.assertEqual(set(many.mapped("state")), {"reviewed"})
        self.assertEqual(at_director.state, "reviewed")
        self.assertEqual(len(self.log(at_director)), 2)
        self.assertEqual(draft.state, "draft")
        message = notice["params"]["message"]
        self.assertRegex(message, r"^Approved: 30\.\nNot decided: 2\.\nSC-DIRECTOR ")
        self.assertEqual(
            notice["params"]["next"], {"type": "ir.actions.act_window_close"}
        )

    def test_nothing_can_be_decided(self):
        dialog = self.dialog(self.approver, "approved", self.documents)
        self.assertFalse(dialog.line_ids)
        with self.assertRefused("SC-TEST (?s:.*)SC-OTHER "):
            dialog.action_decide()
        self.assertEqual(set(self.documents.mapped("state")), {"in_review"})

    def test_stages_of_the_list(self):
        stages = self.documents.waiting_stage_id
        dialog = self.dialog_of_stages(self.reviewer, "approve", stages)
        self.assertEqual(len(dialog.line_ids), 2)
        dialog.action_decide()
        self.assertEqual(set(self.documents.mapped("state")), {"reviewed"})

    def test_another_question_is_not_answered(self):
        """It was returned and submitted again while the dialog was open."""
        dialog = self.dialog(self.reviewer, "approved", self.documents)
        self.document.with_user(self.reviewer).decide("returned", "Not yet")
        self.submit()
        dialog.invalidate_recordset()
        notice = dialog.action_decide()
        self.assertIn("has ended meanwhile", notice["params"]["message"])
        self.assertEqual(self.document.state, "in_review")
        self.assertEqual(self.other.state, "reviewed")

    def test_all_or_nothing(self):
        """One document that fails while deciding leaves nothing half-written."""
        dialog = self.dialog(self.reviewer, "approved", self.documents)
        Services = type(self.env["itsm.service"])
        original = Services._project_round

        def fail_late(documents):
            original(documents)
            raise OSError("The disk is full.")

        self.patch(Services, "_project_round", fail_late)
        with self.assertRefused("The disk is full", OSError):
            dialog.action_decide()
        self.assertEqual(set(self.documents.mapped("state")), {"in_review"})
        self.assertEqual(len(self.log(self.other)), 1)

    def test_changed_content_is_refused_by_name(self):
        self.env.cr.execute(
            "UPDATE itsm_service SET name = '{\"en_US\": \"Forged\"}' WHERE id = %s",
            [self.document.id],
        )
        self.env.invalidate_all()
        dialog = self.dialog(self.reviewer, "approved", self.documents)
        self.assertEqual(dialog.line_ids.mapped("number"), ["SC-OTHER"])
        self.assertRegex(dialog.refusal_ids.reason, "not what was submitted")

    def test_bad_input(self):
        wizard = self.env["itsm.approval.decide"].with_user(self.reviewer)
        bad = (
            ("res.users", [self.reviewer.id]),
            ("no.such.model", [1]),
            ("itsm.document.mixin", [1]),
            ("itsm.service", ["1"]),
            ("itsm.service", [True]),
            ("itsm.service", {"id": 1}),
            ("itsm.service", 1),
        )
        for model, ids in bad:
            with self.subTest(model, ids=ids), self.assertRefused("Choose the doc"):
                wizard.with_context(
                    default_kind="approved",
                    default_res_model=model,
                    default_res_ids=ids,
                ).create({})
        with self.assertRefused("Choose the documents"):
            wizard.create({"kind": "approved"}).action_decide()

    def test_portal_has_no_dialog(self):
        with self.assertRefused("not allowed", AccessError):
            self.dialog(self.portal_user, "approved", self.document)

    def test_withdrawing_is_no_kind(self):
        with self.assertRaisesRegex(ValueError, "withdrawn"):
            self.dialog(self.author, "withdrawn", self.document)


@tagged("post_install", "-at_install")
class TestDecideForOthers(ApprovalCommon):
    """Delegates: for whom one is asked, and deciding for one of several."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.delegate = cls.new_user("delegate", "engineer")
        for principal in (cls.reviewer, cls.new_user("second_tm", "technical_manager")):
            cls.env["itsm.approval.delegation"].create(
                {
                    "user_id": principal.id,
                    "delegate_id": cls.delegate.id,
                    "date_to": fields.Date.today(),
                    "reason": "On leave",
                }
            )
        cls.submit()
        cls.stage = cls.document.sudo().waiting_stage_id

    def form(self, user):
        action = self.stage.with_user(user).action_approve()
        return Form.from_action(self.env(user=user), action)

    def test_for_whom_one_is_asked(self):
        stage = self.stage.with_user(self.delegate)
        self.assertTrue(stage.can_decide)
        self.assertEqual(
            set(stage.principal_ids.mapped("login")),
            {"itsm_technical_manager", "second_tm"},
        )
        own = self.stage.with_user(self.reviewer)
        self.assertTrue(own.can_decide)
        self.assertFalse(own.principal_ids)
        stranger = self.stage.with_user(self.approver)
        self.assertFalse(stranger.can_decide)
        self.assertFalse(stranger.principal_ids)

    def test_choice(self):
        form = self.form(self.delegate)
        self.assertTrue(form.can_choose_principal)
        self.assertTrue(form.is_delegate)
        second = self.env["res.users"].search([("login", "=", "second_tm")])
        form.principal_id = second
        dialog = form.save()
        self.assertEqual(dialog.line_ids.principal_id, second)
        dialog.action_decide()
        line = self.document.sudo().decision_ids.sorted("position")[-1]
        self.assertEqual((line.user_id, line.principal_id), (self.delegate, second))

    def test_somebody_who_has_not_delegated(self):
        dialog = self.form(self.delegate).save()
        dialog.principal_id = self.approver
        self.assertFalse(dialog.line_ids)
        with self.assertRefused("SC-TEST"):
            dialog.action_decide()

    def test_oneself_has_no_choice(self):
        form = self.form(self.reviewer)
        self.assertFalse(form.can_choose_principal)
        self.assertFalse(form.is_delegate)


@tagged("post_install", "-at_install")
class TestRevise(ApprovalCommon):
    """The dialog that makes the next version of a document."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.release()

    def form(self):
        action = self.document.with_user(self.author).action_revise()
        return Form.from_action(self.env(user=self.author), action)

    def test_editorial_or_content(self):
        form = self.form()
        self.assertEqual(form.document_name, self.document.display_name)
        self.assertEqual((form.version, form.new_version), ("1.0", "1.1"))
        form.change = "major"
        self.assertEqual(form.new_version, "2.0")
        with self.assertRaisesRegex(AssertionError, "change_summary is a required"):
            form.save()
        form.change_summary = "Hours of service extended"
        action = form.save().action_revise()
        draft = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(draft.version, "2.0")
        self.assertEqual(draft.state, "draft")
        self.assertEqual(draft.change_summary, "Hours of service extended")
        self.assertEqual(self.document.state, "in_force")

    def test_blank_summary(self):
        form = self.form()
        form.change_summary = "  "
        dialog = form.save()
        with self.assertRefused("Say what changes"):
            dialog.action_revise()

    def test_bad_input(self):
        wizard = self.env["itsm.document.revise"].with_user(self.author)
        for model, res_id in (
            ("res.users", self.author.id),
            ("no.such.model", 1),
            ("itsm.service", 0),
            ("itsm.service", 2**31 - 1),
        ):
            with self.subTest(model), self.assertRefused("Choose the document"):
                wizard.create(
                    {"res_model": model, "res_id": res_id, "change_summary": "x"}
                ).action_revise()

    def test_version_that_is_no_number(self):
        self.env.cr.execute(
            "UPDATE itsm_service SET version = '2024 A' WHERE id = %s",
            [self.document.id],
        )
        self.env.invalidate_all()
        with self.assertRefused("“2024 A” is not a version number"):
            self.form()
