"""Fixtures of the approval room: a catalogue entry on its way to approval."""

from odoo.tests.common import new_test_user

from ..common import MODULE, SHANGHAI, ItsmCommon


class ApprovalCommon(ItsmCommon):
    """A catalogue entry, written by the service manager.

    Its type has two stages, whatever the shipped ones are: a review by the technical
    manager, an approval by the service director. ``cls.author``, ``cls.reviewer``,
    ``cls.approver`` are those three people; ``cls.second_approver`` holds the
    approver's role too.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.author = cls.users["service_manager"]
        cls.reviewer = cls.users["technical_manager"]
        cls.approver = cls.users["service_director"]
        cls.second_approver = cls.new_user("second_director", "service_director")
        cls.type = cls.env.ref(f"{MODULE}.document_type_service")
        cls.type.stage_ids.unlink()
        cls.review_stage = cls.new_stage("Review", "review", "technical_manager")
        cls.approval_stage = cls.new_stage("Approval", "approve", "service_director")
        cls.document = cls.new_document("SC-TEST")

    @classmethod
    def new_user(cls, login, *roles):
        """Create a user of the provider with some roles."""
        return new_test_user(
            cls.env,
            login=login,
            groups=",".join(f"{MODULE}.group_{role}" for role in roles),
            tz=SHANGHAI,
            company_id=cls.provider.id,
            company_ids=[(6, 0, cls.provider.ids)],
        )

    @classmethod
    def new_stage(cls, name, act, role=None, **values):
        """Append a stage to the type of catalogue entries."""
        if role:
            values["group_id"] = cls.env.ref(f"{MODULE}.group_{role}").id
        return cls.env["itsm.approval.stage"].create(
            {
                "document_type_id": cls.type.id,
                "sequence": 10 * (len(cls.type.stage_ids) + 1),
                "name": name,
                "act": act,
                **values,
            }
        )

    @classmethod
    def new_document(cls, code, user=None, **values):
        """Write a catalogue entry that is ready to be submitted."""
        target = {
            "priority_id": cls.priorities["P3"].id,
            "metric": "resolution",
            "minutes": 480,
        }
        return (
            cls.env["itsm.service"]
            .with_user(user or cls.author)
            .create(
                {
                    "code": code,
                    "name": f"Service {code}",
                    "description": "<p>What the customer gets.</p>",
                    "owner_id": cls.author.id,
                    "target_ids": [(0, 0, target)],
                    **values,
                }
            )
        )

    @classmethod
    def submit(cls, document=None, user=None):
        document = document or cls.document
        document.with_user(user or cls.author).action_submit()
        return document

    @classmethod
    def pass_review(cls, document=None, user=None):
        document = document or cls.document
        document.with_user(user or cls.reviewer).action_approve()
        return document

    @classmethod
    def approve(cls, document=None):
        """Take a draft all the way to its approval."""
        document = cls.pass_review(cls.submit(document))
        document.with_user(cls.approver).action_approve()
        return document

    @classmethod
    def release(cls, document=None):
        """Take a draft all the way into force."""
        document = cls.approve(document)
        document.with_user(cls.author).action_put_in_force()
        return document

    def log(self, document=None):
        """Return ``[(kind, who)]`` of a document's log."""
        lines = (document or self.document).sudo().decision_ids.sorted("position")
        return [(line.kind, line.user_id) for line in lines]
