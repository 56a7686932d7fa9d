from functools import cached_property

from .signature_view import SignatureView


class AcceptanceView(SignatureView):
    """An acceptance as its certificate shows it (domain 2.9).

    The customer reads it too: what is said within the approval is not in it.
    """

    def __init__(self, document, lang=None):
        super().__init__(document, lang)
        # superuser: whoever reads an acceptance reads all that it says
        self.acceptance = self._known
        self._is_chosen = bool(lang)

    @cached_property
    def texts(self):
        """The texts of the print: one, or the Chinese and then the English one."""
        if self._is_chosen or self.acceptance.contract_id.language != "both":
            return [self]
        codes = dict.fromkeys(map(self.doc._installed_lang, ("zh_CN", "en_US")))
        return [type(self)(self.doc, code) for code in codes]

    @cached_property
    def approvals(self):
        """The customer reads who reviewed and released it, not what was said."""
        return []

    def period(self):
        """Return the days of the service that is accepted, empty without any."""
        days = (self.acceptance.period_start, self.acceptance.period_end)
        return " – ".join(str(day or "…") for day in days) if any(days) else ""

    def members(self):
        """Return the acceptance group: dicts ``side, name, function``."""
        return [
            self.acceptance._portal_member(member)
            for member in self.acceptance.member_ids
        ]

    def criteria(self):
        """Return the criteria with our result and, once decided, the customer's."""
        answer = self.acceptance._get_answer()
        rows = []
        for criterion in self.acceptance.criterion_ids:
            row = self.acceptance._portal_criterion(criterion, answer)
            if not self.acceptance.conclusion:
                row |= {"customer_result": "", "comment": ""}
            rows.append(row)
        return rows

    def issues(self):
        """Return what remains to be done, as it stands."""
        return [
            self.acceptance._portal_issue(issue)
            for issue in self.acceptance.issue_ids
            if issue.state != "void"
        ]

    def deliverables(self):
        """Return what was delivered: dicts."""
        return [
            self.acceptance._portal_item(item)
            for item in self.acceptance.deliverable_ids
        ]

    def conclusion(self):
        """Return what the customer has concluded, empty before."""
        return self.acceptance._choice("conclusion")
