"""The holes that others' approvals have (hard case 25), each tried by every path.

By the ORM as a user, over RPC, by an import, by code of a module that runs as
superuser without the engine's key, and by SQL where the database itself must refuse.
"""

import psycopg2

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tools import mute_logger

from .common import ApprovalCommon

FORGED_KEYS = (
    {},
    {"itsm_engine": True},
    {"itsm_engine": "<key of the approval engine>"},
    {"itsm_engine": {}},
)


class HolesCommon(ApprovalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = [
            cls.plain_user,
            cls.users["user"],
            cls.author,
            cls.approver,
            cls.users["administrator"],
            cls.env.ref("base.user_admin"),
        ]
        cls.people[-1].group_ids += cls.env.ref("base.group_system")

    def evidence(self, document=None):
        """Return all that tells of a document's approval, as the database holds it."""
        document = (document or self.document).sudo()
        self.env.flush_all()
        self.env.invalidate_all()
        return (
            document.state,
            [(line.kind, line.user_id.id, line.hash) for line in document.decision_ids],
            [(r.state, r.content_hash, r.snapshot) for r in document.round_ids],
            [(s.state, s.needed) for s in document.round_ids.stage_ids],
            document._content_texts()[document.id],
        )

    def check_refused(self, model, ids, method, *args, **kwargs):
        """Try a call by everybody, by every path; nothing may come of it."""
        before = self.evidence()
        records = self.env[model].browse(ids)
        for context in FORGED_KEYS:
            with self.subTest(method=method, by="superuser", context=context):
                with self.assertRefused("", UserError):
                    called = records.sudo().with_context(**context)
                    getattr(called, method)(*args, **kwargs)
        for user in self.people:
            with self.subTest(method=method, by=user.login):
                with self.assertRefused("", UserError):
                    getattr(records.with_user(user), method)(*args, **kwargs)
            with self.subTest(method=method, rpc=user.login), self.assertRefused(""):
                rpc = {**kwargs, "context": {"itsm_engine": True}}
                first = [] if method in ("create", "load") else [ids]
                call_kw(self.env[model].with_user(user), method, [*first, *args], rpc)
        self.assertEqual(self.evidence(), before)

    def check_not_imported(self, model, fields, *rows):
        """Try to import rows; they must be refused."""
        before = self.evidence()
        for user in self.people:
            with self.subTest(imported=fields, by=user.login):
                result = {"ids": False}
                try:
                    with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                        records = self.env[model].with_user(user)
                        result = records.load(fields, [list(row) for row in rows])
                        self.env.flush_all()
                except (UserError, psycopg2.Error):
                    result = {"ids": False}
                self.assertFalse(result["ids"])
        self.assertEqual(self.evidence(), before)
