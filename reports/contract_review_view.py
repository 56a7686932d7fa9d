from .document_view import DocumentView


class ContractReviewView(DocumentView):
    """A contract review as its print shows it (domain 2.3)."""

    @property
    def watermark(self):
        # of what is filed, the conclusion was about exactly this content
        if not self.is_filed and self._known.is_void:
            return "void"
        return super().watermark

    # === WHAT WAS WRITTEN DURING THE REVIEW === #

    def items(self):
        """Return the checklist: dicts with ``name, answer, remark, person``."""
        return [
            {
                "name": item.name,
                "answer": self.choice(item, "answer"),
                "remark": item.remark,
                "person": item.answered_by_id.name,
            }
            for item in self._known.item_ids.sorted(lambda i: (i.sequence, i.id))
        ]

    def opinions(self):
        """Return dicts with ``department, mandatory, person, opinion, comment, at``."""
        return [
            {
                "department": line.department_id.name,
                "mandatory": line.mandatory,
                "person": self._person(line),
                "opinion": self.choice(line, "opinion"),
                "comment": line.comment,
                "at": self.instant(line.given_at),
            }
            for line in self._known.opinion_ids.sorted(lambda o: (o.sequence, o.id))
        ]

    def _person(self, line):
        """Return who has spoken, and for whom where that is somebody else."""
        given_by = line.given_by_id
        if not given_by or given_by == line.user_id or line.is_service:
            return (given_by or line.user_id).name
        return self.env._(
            "%(name)s for %(principal)s",
            name=given_by.name,
            principal=line.user_id.name,
        )

    def points(self):
        """Return dicts with ``name, raised_by, owner, due, closed`` (text)."""
        return [
            {
                "name": point.name,
                "raised_by": point.raised_by_id.name,
                "owner": point.owner_id.name,
                "due": str(point.date_due or ""),
                "closed": point.is_closed
                and self.env._(
                    "%(how)s (%(name)s, %(on)s)",
                    how=point.resolution,
                    name=point.closed_by_id.name,
                    on=self.day(point.closed_at),
                ),
            }
            for point in self._known.point_ids.sorted("id")
        ]

    def differences(self):
        """Return what was agreed otherwise: dicts with ``what, plan, contract``."""
        return self._known.contract_id._plan_differences()

    def meeting(self):
        """Return the meeting's facts as ``[(label, text)]``; empty: signed off."""
        review = self._known
        if review.mode != "meeting":
            return []
        names = ("meeting_date", "meeting_place", "participant_ids")
        return [review._print_fact(name) for name in names]

    # === ROUNDS === #

    def rounds(self):
        """Return how each submission ended, the first one first.

        :return: dicts with ``sequence, submitted, outcome, reason``
        """
        rows = []
        for approval in self._known.round_ids.sorted("sequence"):
            lines = approval.decision_ids.sorted("position")
            ends = lines.filtered(
                lambda line: line.kind in ("returned", "rejected", "withdrawn")
            )[-1:]
            by = approval.submitted_by_id.name
            rows.append(
                {
                    "sequence": approval.sequence,
                    "submitted": f"{self.instant(approval.submitted_at)} · {by}",
                    "outcome": self.choice(approval, "state"),
                    "reason": " · ".join(
                        filter(None, [ends.user_id.name, ends.comment])
                    ),
                }
            )
        return rows

    def conclusion(self):
        """Return the conclusion in words, None while there is none."""
        return self.choice(self._known, "conclusion") or None
