from .document_view import DocumentView


class ServicePlanView(DocumentView):
    """A service plan as its print shows it (domain 2.5)."""

    @property
    def plan(self):
        return self.doc

    def sections(self):
        """Return the sections in their order: dicts with ``code, title, text, reason``.

        One that does not apply has a reason instead of a text.
        """
        return [
            {
                "code": section.code,
                "title": section.name,
                "text": None if section.not_applicable else section.content,
                "reason": section.reason if section.not_applicable else None,
            }
            for section in self.plan.section_ids.sorted("code")
        ]

    def coverage(self):
        """Return dicts with ``kind, name, sections, deliverables, note``."""
        return [
            {
                "kind": self.choice(line, "kind"),
                "name": line.name,
                "sections": ", ".join(
                    section.display_name for section in line.section_ids.sorted("code")
                ),
                "deliverables": ", ".join(line.deliverable_ids.mapped("name")),
                "note": line.note,
            }
            for line in self.plan.coverage_ids
        ]

    def person(self, user):
        """Return a person's name, which everybody reads who reads the plan."""
        return user.sudo().name


class ServicePlanReviewView(ServicePlanView):
    """The minutes of one technical review of a plan (clause 1.1.12)."""

    def __init__(self, review, lang=None):
        review.ensure_one()
        review.check_access("read")
        super().__init__(review.plan_id, lang)
        self.review = review.with_context(lang=self.lang)

    @property
    def type_name(self):
        return self.env._("Minutes of the Technical Review")

    @property
    def watermark(self):
        return None if self.review.state == "closed" else "draft"

    def facts(self):
        """Return what the review was: ``[(label, text)]``."""
        # superuser: names, for whoever reads the minutes
        review = self.review.sudo()
        day = str(review.date) if review.date else ""
        rows = [
            (self.env._("Service plan"), review.plan_id.display_name),
            (self.label(review, "sequence"), str(review.sequence)),
            (self.label(review, "mode"), self.choice(review, "mode")),
            (self.label(review, "date"), day),
            (self.label(review, "place"), review.place),
            (self.label(review, "organiser_id"), review.organiser_id.name),
            (
                self.label(review, "participant_ids"),
                ", ".join(review.participant_ids.mapped("name")),
            ),
            (self.label(review, "conclusion"), self.choice(review, "conclusion")),
        ]
        return [(label, text) for label, text in rows if text]

    def comments(self):
        """Return dicts with ``code, severity, section, text, by, response, closed``."""
        return [
            {
                "code": comment.code,
                "severity": self.choice(comment, "severity"),
                "section": comment.section_id.display_name,
                "text": comment.name,
                "by": comment.raised_by_id.name,
                "response": comment.response,
                "closed": comment.is_closed
                and self.env._(
                    "%(name)s, %(on)s",
                    name=comment.closed_by_id.name,
                    on=self.day(comment.closed_at),
                ),
            }
            for comment in self.review.sudo().comment_ids.sorted("id")
        ]
