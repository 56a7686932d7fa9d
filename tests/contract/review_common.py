"""Fixtures of the tests about contract reviews."""

from unittest.mock import patch

from odoo.tests.common import new_test_user

from ..common import MODULE, SHANGHAI, ItsmCommon

# As in the story of domain 7.
NAMES = {
    "sales": "Lin Fang",
    "service": "Chen Jing",
    "finance": "Xu Li",
    "legal": "Shen Zhe",
    "director": "Wang Haitao",
    "manager": "Zhou Jianguo",
    "commercial": "Guo Qiang",
}


class ReviewCommon(ItsmCommon):
    """A contract of CNY 1,200,000, written by sales, and those who review it.

    - ``cls.people``: ``sales`` (the author), ``service`` (service manager),
      ``finance``, ``legal`` (reviewers by name), ``director``, ``manager`` (general
      manager), ``commercial`` (invited).
    - ``cls.contract`` needs finance, legal and the general manager; ``cls.small``, CNY
      120,000, the service department and the director only.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            "sales": cls.users["sales"],
            "service": cls.users["service_manager"],
            "finance": cls.new_user("xu_li", "reviewer"),
            "legal": cls.new_user("shen_zhe", "reviewer"),
            "director": cls.users["service_director"],
            "manager": cls.users["general_manager"],
            "commercial": cls.users["commercial"],
        }
        for who, name in NAMES.items():
            cls.people[who].name = name
        for name in ("finance", "legal"):
            department = cls.env.ref(f"{MODULE}.review_department_{name}")
            department.user_ids = cls.people[name]
        cls.small = cls._create_contract(name="Small operation", monthly_fee=10000.0)
        cls.standard_sla._copy_to_contract(cls.small)
        for contract in (cls.contract, cls.small):
            cls.write_as_sales(contract)

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
    def write_as_sales(cls, contract):
        """Let sales be the author of what the fixture has drafted."""
        contract.with_user(cls.people["sales"]).write({"workload_limit": 40})

    @classmethod
    def submit(cls, contract=None):
        """Submit a contract as sales; return its review."""
        contract = contract or cls.contract
        contract.with_user(cls.people["sales"]).action_submit()
        return contract.review_id

    @classmethod
    def submit_with_margin(cls, margin):
        """Submit the contract as if its plan had a margin, in percent."""
        reviews = type(cls.env["itsm.contract.review"])
        planned = {"plan_number": "SQ-2026-0011 v1.0", "margin_pct": margin}
        with patch.object(reviews, "_vals_of_plan", lambda self, contract: planned):
            return cls.submit()

    def as_(self, who, record):
        return record.with_user(self.people[who])

    def give(self, who, review, opinion="agree", comment="", points=()):
        """Give an opinion in the name of one of `people`."""
        return self.as_(who, review).give_opinion(opinion, comment, points)

    def point(self, name="Cap of the penalty", who="sales", due="2026-07-20"):
        """Return an open point as the dialog gives it."""
        return {"name": name, "owner_id": self.people[who].id, "date_due": due}

    def answer(self, review, who="service", answer="yes"):
        """Answer the whole checklist."""
        self.as_(who, review.item_ids).write({"answer": answer})

    def hear_all(self, review):
        """Have all departments agree, and the checklist answered."""
        self.give("service", review)
        for who in ("legal", "finance"):
            if self.people[who] in review.opinion_ids.user_id:
                self.give(who, review)
        self.answer(review)

    def conclude(self, review):
        """Have the director conclude and, where he must, the general manager agree."""
        self.as_("director", review).action_approve()
        if review._is_under_review():
            self.as_("manager", review).action_approve()

    def kinds(self, document):
        """Return ``[(kind, login)]`` of a document's log."""
        lines = document.sudo().decision_ids.sorted("position")
        return [(line.kind, line.user_id.login) for line in lines]

    def found(self, *documents):
        """Return what verifying the evidence of documents finds, as sentences."""
        check = self.env["itsm.evidence.check"]
        return [
            found.what for document in documents for found in check._check(document)[0]
        ]
