from .document_view import DocumentView


class ProjectClosureView(DocumentView):
    """A project closure as it is filed: checklist, waiver, acceptance, conclusion."""

    def items(self):
        """Return the checklist, as dicts of texts.

        :return: ``[{no, name, state, text, person, day}]``; ``text`` is the evidence,
            the reason why it does not apply, or what the program found missing
        """
        program = self.env._("The program")
        return [
            {
                "no": place,
                "name": item.name,
                "state": self.choice(item, "state"),
                "text": item.evidence or item.reason or item.finding or "",
                "person": program if item.check else item.done_by_id.name or "",
                "day": str(item.done_on or ""),
            }
            for place, item in enumerate(self._known.item_ids, 1)
        ]

    def checked(self):
        """Return when the program has checked its items: at the submission."""
        at = self.doc.state != "draft" and self._round.submitted_at
        return self.instant(at) if at else ""

    def acceptance(self):
        """Return what is signed of the final acceptance: ``[(label, text)]``."""
        acceptance = self._known.project_id._itsm_get_final_acceptance()
        if not acceptance:
            return []
        facts = [
            (self.env._("Acceptance report"), acceptance.display_name),
            (
                self.label(acceptance, "conclusion"),
                self.choice(acceptance, "conclusion"),
            ),
            (
                self.label(acceptance, "accepted_on"),
                str(acceptance.accepted_on or ""),
            ),
        ]
        return [(label, text) for label, text in facts if text]

    def issues(self):
        """Return the issues that remained, as dicts of texts."""
        acceptance = self._known.project_id._itsm_get_final_acceptance()
        return [
            {
                "name": issue.name,
                "side": self.choice(issue, "side"),
                "due": str(issue.date_due or ""),
                "closed": str(issue.closed_on or ""),
                "resolution": issue.resolution or "",
            }
            for issue in acceptance.issue_ids
        ]
