from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tests.common import new_test_user

from ..common import MODULE, SHANGHAI, ItsmCommon


@tagged("post_install", "-at_install")
class TestApprovalWizards(ItsmCommon):
    """The dialogs to decide and to revise.

    Services are the documents: written by the service manager, reviewed by
    the technical manager, approved by the service director.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.author = cls.users["service_manager"]
        cls.reviewer = cls.users["technical_manager"]
        cls.approver = cls.users["service_director"]
        cls.documents = cls.env["itsm.service"].concat(
            *[cls._submitted(f"T{i}") for i in range(3)]
        )

    @classmethod
    def _submitted(cls, code):
        document = (
            cls.env["itsm.service"]
            .with_user(cls.author)
            .create({"code": code, "name": f"Service {code}"})
        )
        document.action_submit()
        return document.with_env(cls.env)

    def _dialog(self, user, kind, documents, **values):
        """Return the dialog as a button of the documents opens it."""
        return (
            self.env["itsm.approval.decide"]
            .with_user(user)
            .with_context(
                default_kind=kind,
                default_res_model=documents._name,
                default_res_ids=documents.ids,
            )
            .create(values)
        )

    def test_stages(self):
        stage = self.documents[0].round_id.stage_ids
        print([(s.name, s.act, s._who_text(), s.asked_ids.mapped("login")) for s in stage])
        dialog = self._dialog(self.reviewer, "approved", self.documents)
        print(dialog.line_ids.mapped("number"), dialog.refusal_ids.mapped("reason"))
        dialog.action_decide()
        print(self.documents.mapped("state"))
