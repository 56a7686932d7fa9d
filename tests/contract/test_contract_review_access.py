"""Who sees and does what with a contract review, by ORM and over the network."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ..common import MODULE, ROLES
from .review_common import ReviewCommon

# Operations by letters, while the service department is asked. Others may nothing.
REVIEW = {
    "administrator": "rw",
    "auditor": "r",
    "commercial": "rw",  # invited
    "general_manager": "r",
    "management_representative": "r",
    "reviewer": "r",
    "sales": "rw",
    "service_director": "rw",
    "service_manager": "rw",
}
OPINION = dict.fromkeys(REVIEW, "r")
# A person with that role makes one himself.
POINT = {role: "crw" if "w" in may else may for role, may in REVIEW.items()}
CONFIGURATION = {**dict.fromkeys(ROLES, "r"), "administrator": "crwu"}
SEES_MARGIN = {
    "administrator",
    "general_manager",
    "service_director",
    "service_manager",
}
_NAMES = {"c": "create", "r": "read", "w": "write", "u": "unlink"}


class ReviewAccessCommon(ReviewCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.review = cls.submit_with_margin(12.5)
        cls.own_point = cls.env["itsm.contract.review.point"].create(
            {
                "review_id": cls.review.id,
                "name": "Cap of the penalty",
                "owner_id": cls.users["sales"].id,
                "date_due": cls.in_days(14),
            }
        )


@tagged("post_install", "-at_install")
class TestContractReviewAccess(ReviewAccessCommon):
    def _may(self, record, user):
        """Return the operations that a person may do on a record."""
        record = record.with_user(user)
        may = {letter for letter in "rwu" if record.has_access(_NAMES[letter])}
        if record.browse().has_access("create") and record.has_access("create"):
            may.add("c")
        return may

    def test_operations(self):
        department = self.env.ref(f"{MODULE}.review_department_legal")
        template = self.review.template_id
        for record, expected in (
            (self.review, REVIEW),
            (self.review.item_ids[0], REVIEW),
            (self.review.opinion_ids[0], OPINION),
            (self.own_point, POINT),
            (department, CONFIGURATION),
            (template, CONFIGURATION),
            (template.department_ids[0], CONFIGURATION),
            (template.criterion_ids[0], CONFIGURATION),
        ):
            for role in ROLES:
                with self.subTest(model=record._name, role=role):
                    may = self._may(record, self.users[role])
                    self.assertEqual(may, set(expected.get(role, "")))
            for user in (self.plain_user, self.portal_user):
                with self.subTest(model=record._name, user=user.login):
                    self.assertEqual(self._may(record, user), set())

    def test_other_companies(self):
        other = self.env["res.company"].create({"name": "Other"})
        manager = self.users["service_manager"]
        manager.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        reviews = self.env["itsm.contract.review"].with_user(manager)
        found = reviews.with_context(allowed_company_ids=other.ids).search([])
        self.assertNotIn(self.review, found)

    def test_sales_see_their_own(self):
        self.contract.user_id = self.new_user("other_sales", "sales")
        # he has submitted it: the log makes it his to see
        sales = self.users["sales"]
        self.assertTrue(self.review.with_user(sales).has_access("read"))
        colleague = self.new_user("third_sales", "sales")
        self.assertFalse(self.review.with_user(colleague).has_access("read"))

    def test_those_named_see_what_they_review(self):
        """Read the contract, its lines, its SLA; nothing that does not concern them."""
        line = self.env["itsm.contract.line"]
        records = (
            self.contract,
            self.sla,
            self.sla.target_ids[0],
            self.sla.availability_ids[0],
            self.sla.availability_ids.window_ids[0],
            self.sla.credit_rule_ids[0],
        )
        officer = self.users["security_officer"]
        for record in records:
            self.assertFalse(record.with_user(officer).has_access("read"))
        self.own_point.owner_id = officer
        for record in (*records, self.review, self.own_point):
            with self.subTest(model=record._name):
                self.assertTrue(record.with_user(officer).has_access("read"))
        for record in records:
            self.assertFalse(record.with_user(officer).has_access("write"))
        self.assertFalse(self.small.with_user(officer).has_access("read"))
        self.assertFalse(line.with_user(officer).search_count([]))

    def test_checklist_and_points_are_guarded(self):
        item = self.review.item_ids[0]
        service = self.users["service_manager"]
        for values in (
            {"name": "Is it nice?"},
            {"answered_by_id": self.users["auditor"].id},
            {"review_id": self.review.id},
        ):
            with self.subTest(values), self.assertRefused("cannot be written"):
                item.with_user(service).write(values)
        item.with_user(service).answer = "no"
        self.assertEqual(item.answered_by_id, service)
        with self.assertRefused("", AccessError):
            item.with_user(service).unlink()
        points = self.own_point.with_user(service)
        for values in (
            {"is_closed": True},
            {"resolution": "Forged"},
            {"raised_by_id": service.id},
        ):
            with self.subTest(values), self.assertRefused("cannot be written"):
                points.write(values)
        made = points.create(
            {
                "review_id": self.review.id,
                "name": "Another",
                "owner_id": service.id,
                "date_due": self.in_days(14),
                "is_closed": True,
                "raised_by_id": self.users["auditor"].id,
            }
        )
        self.assertEqual((made.is_closed, made.raised_by_id), (False, service))
        with self.assertRefused("only they, or a service manager"):
            made.with_user(self.users["sales"]).name = "Nothing"
        with self.assertRefused("cannot open"):
            points.create(
                {
                    "review_id": self.review.id,
                    "name": "For a stranger",
                    "owner_id": self.plain_user.id,
                    "date_due": self.in_days(14),
                }
            )

    def test_content_is_guarded(self):
        for values in (
            {"contract_hash": "0" * 64},
            {"amount": 1.0},
            {"conclusion": "pass"},
            {"state": "in_force"},
            {"template_id": self.review.template_id.id},
        ):
            with self.subTest(values), self.assertRefused("written|frozen"):
                self.review.with_user(self.users["administrator"]).write(values)

    # === MARGIN === #

    def test_margin_is_for_cost_viewers(self):
        for role in REVIEW:
            user = self.users[role]
            user.group_ids += self.env.ref("base.group_allow_export")
            review = self.review.with_user(user)
            reviews = review.browse()
            ways = (
                lambda r=review: r.read(["margin_pct"]),
                lambda r=review: r.margin_pct,
                lambda r=review: r.web_read({"margin_pct": {}}),
                lambda r=review: r.export_data(["margin_pct"]),
                lambda r=reviews: r.search([("margin_pct", ">", 0)]),
                lambda r=reviews: r.search([], order="margin_pct"),
                lambda r=reviews: r.formatted_read_group([], [], ["margin_pct:avg"]),
                lambda r=reviews: r.formatted_read_group([], ["margin_pct"], []),
            )
            sees = role in SEES_MARGIN
            with self.subTest(role=role):
                self.assertEqual("margin_pct" in review.fields_get(), sees)
                form = review.get_view(view_type="form")["arch"]
                self.assertEqual("margin_pct" in form, sees)
            for number, way in enumerate(ways):
                with self.subTest(role=role, way=number):
                    if sees:
                        way()
                    else:
                        with self.assertRaises(AccessError):
                            way()

    def test_snapshot_is_for_nobody(self):
        approval = self.review.round_id.with_user(self.users["administrator"])
        with self.assertRefused("", AccessError):
            approval.read(["snapshot"])
        self.assertNotIn("margin_pct", self.review._get_print_snapshot())
        self.assertIn("margin_pct", self.review.sudo().round_id.snapshot)


@tagged("post_install", "-at_install")
class TestContractReviewRpc(ReviewAccessCommon, HttpCase):
    def _call(self, user, model, method, *args, **kwargs):
        self.authenticate(user.login, user.login)
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": list(args), "kwargs": kwargs},
        )

    def _refused(self, user, *call, **kwargs):
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException) as caught:
            self._call(user, *call, **kwargs)
        return caught.exception.args[0]

    def test_opinions(self):
        review = "itsm.contract.review"
        ids = self.review.ids
        error = self._refused(self.users["sales"], review, "give_opinion", ids, "agree")
        self.assertEqual(error, "odoo.exceptions.AccessError")
        for method, args in (
            ("_note_opinion", (ids, "agree", "")),
            ("_transition", (ids, {"state": "in_force"})),
            ("_begin_for", (ids, self.contract.id)),
        ):
            with self.subTest(method):
                self._refused(self.users["administrator"], review, method, *args)
        self._refused(
            self.users["administrator"],
            review,
            "write",
            ids,
            {"conclusion": "pass"},
            context={"itsm_engine": True, "itsm_opinion": ["agree"]},
        )
        for who in ("service_manager", "service_director"):
            self._refused(
                self.users[who], "itsm.contract", "action_approve", self.contract.ids
            )
        # an opinion in the context is none: plain approval agrees
        self._call(
            self.users["service_manager"],
            review,
            "action_approve",
            ids,
            context={"itsm_opinion": ["disagree"]},
        )
        self.assertEqual(self.review.opinion_ids[0].opinion, "agree")
        self._call(
            self.people["legal"], review, "give_opinion", ids, "disagree", "No cap"
        )
        self.assertEqual(self.contract.state, "draft")
        self._refused(self.users["sales"], review, "action_submit", ids)
        self.assertEqual(self.review.state, "draft")

    def test_nobody_makes_or_deletes_reviews(self):
        for role in ROLES:
            user = self.users[role]
            with self.subTest(role):
                values = {"name": "Mine", "contract_id": self.contract.id}
                self._refused(user, "itsm.contract.review", "create", values)
                error = self._refused(
                    user, "itsm.contract.review", "unlink", self.review.ids
                )
                self.assertEqual(error, "odoo.exceptions.AccessError")

    def test_checklist_in_the_form(self):
        """As the form saves it: through the review, by those who only answer."""
        item = self.review.item_ids[0]
        commercial = self.users["commercial"]
        self._call(
            commercial,
            "itsm.contract.review",
            "web_save",
            self.review.ids,
            {"item_ids": [[1, item.id, {"answer": "no", "remark": "Too cheap"}]]},
            specification={},
        )
        self.assertEqual((item.answer, item.answered_by_id), ("no", commercial))
        self._refused(
            self.users["sales"],
            "itsm.contract.review",
            "web_save",
            self.review.ids,
            {"item_ids": [[1, item.id, {"answer": "yes"}]]},
            specification={},
        )
        self.assertEqual(item.answer, "no")
