import json
from functools import cached_property

from odoo import fields

from ..engine.instants import from_datetime
from ..models.reporting.figure_text import NO_VALUE, instant_text
from . import hours_text

# What is drawn up still.
_NOT_YET = ("draft", "in_review", "reviewed")


class DocumentView:
    """A controlled document as its print shows it (domain 2.0).

    The content is read with the rights of who prints it. The head is not: who has
    written, reviewed and approved a document is known to everybody who may read it.
    Everything is in the document's language (`lang`), times are in its `zone`.

    :param document: record of an ``itsm.document.mixin`` model
    :param lang: code of another language than the one it is printed in
    :raise AccessError: its content is hidden from the user
    """

    def __init__(self, document, lang=None):
        document.ensure_one()
        document.check_access("read")
        self.lang = lang or document._get_print_lang()
        self.doc = document.with_context(lang=self.lang)
        self.env = self.doc.env
        self.zone = document._get_print_zone()
        self.company = self.doc._get_print_company()
        self.printed_at = self.instant(fields.Datetime.now())
        self.is_filed = document._is_being_filed()
        # superuser: see above
        self._known = self.doc.sudo()
        self._round = self._known.round_id

    # === HEAD === #

    @property
    def title(self):
        return self.doc.name

    @property
    def type_name(self):
        return self._known.document_type_id.name

    @property
    def number(self):
        return self.doc.number

    @property
    def version(self):
        return self.doc.version

    @property
    def confidentiality(self):
        return self.choice(self.doc, "confidentiality")

    @property
    def state(self):
        """The state of today; what is filed is what was approved."""
        if self.is_filed:
            return self.choice(self._round, "state")
        return self._state_name(self.doc.state)

    @property
    def watermark(self):
        """``draft``, ``void``, or None: approved and not out of force."""
        if self.is_filed:
            return None
        if self.doc.state in _NOT_YET:
            return "draft"
        return "void" if self.doc.state in self.doc._void_states else None

    @property
    def content_hash(self):
        """The SHA-256 of what was submitted, unless it may have been changed since."""
        if self.doc.state == "draft" or not self._round:
            return None
        return self.env._(
            "SHA-256 of the submitted content: %s", self._round.content_hash
        )

    def facts(self):
        """Return what the model says of its document.

        :return: ``[(label, text)]``
        """
        return self.doc._get_print_facts()

    def prepared(self):
        """Return who has written it, and when it was submitted, or else begun."""
        people = self._known.author_id | self._known.contributor_ids
        submitted = self.doc.state != "draft" and self._round.submitted_at
        return self._signed(people, submitted or self.doc.create_date)

    def reviewed(self):
        """Return who has reviewed it, and when."""
        return self._signed(self._known.reviewed_by_id, self.doc.reviewed_at)

    def approved(self):
        """Return who has approved it, and when."""
        return self._signed(self._known.approved_by_id, self.doc.approved_at)

    def _signed(self, people, at):
        names = ", ".join(people.mapped("name"))
        return f"{names} · {self.instant(at)}" if names and at else names

    # === EVIDENCE === #

    def revisions(self):
        """Return all versions up to this one, the first one first.

        :return: dicts with ``version, date, author, change, approver, state``
        """
        versions = self._known._get_versions().sorted("id")
        return [
            {
                "version": version.version,
                "date": self.day(version.approved_at or version.create_date),
                "author": version.author_id.name or NO_VALUE,
                "change": version.change_summary,
                "approver": version.approved_by_id.name,
                "state": self._state_name(version.state),
            }
            for version in versions
            if version.id <= self.doc.id
        ]

    @cached_property
    def approvals(self):
        """The log since the last submission, then the stages that still wait.

        Dicts with ``stage, person, principal, at, decision, comment``; people have the
        names they had then.
        """
        lines = self._known.decision_ids.sorted("position")
        first = next((line for line in lines if line.round_id == self._round), None)
        if not first:
            return []
        rows = [
            self._decision_row(line)
            for line in lines
            # which file was stored is no part of what it shows
            if line.position >= first.position and line.kind != "filed"
        ]
        return rows + [
            {
                "stage": stage.name,
                "person": stage._who_text(),
                "principal": None,
                "at": None,
                "decision": self.choice(stage, "state"),
                "comment": None,
            }
            for stage in self._round.with_context(lang=self.lang)._sorted_stages()
            if stage.state != "done"
            and not any(line.stage_id == stage for line in lines)
        ]

    def _decision_row(self, line):
        then = json.loads(line.payload)
        facts = then.get("facts") or {}
        comment = line.comment
        if line.kind == "superseded" and facts.get("by"):
            comment = self.env._("By version %s", facts["by"])
        return {
            "stage": line.stage_id.name,
            "person": then["user"]["name"],
            "principal": then["principal"]
            and self.env._("for %s", then["principal"]["name"]),
            "at": self.instant(line.decided_at),
            "decision": self.choice(line, "kind"),
            "comment": comment,
        }

    # === LINES === #

    def targets(self, lines):
        """Return targets by priority.

        :param lines: with ``priority_id, metric, duration, calendar_id``, and maybe an
            ``attainment_target``
        :return: dicts with ``priority, meaning, response, resolution``; of each metric
            None or a dict with ``duration`` and ``notes``, a list
        """
        # superuser: what is agreed is readable to whoever reads the document
        lines = lines.sudo().with_context(lang=self.lang)
        by_priority = lines.grouped("priority_id")
        return [
            {
                "priority": priority.display_name,
                "meaning": priority.description or "",
                **{line.metric: self._target(line) for line in by_priority[priority]},
            }
            for priority in lines.priority_id.sorted(lambda p: (p.sequence, p.code))
        ]

    def _target(self, line):
        share = "attainment_target" in line._fields and line.attainment_target
        return {
            "duration": line.duration,
            "notes": [
                self.env._("Service hours: %s", self.hours(line.calendar_id)["name"]),
                *(
                    [self.env._("Met by at least %s of the tickets", f"{share:g} %")]
                    if share
                    else []
                ),
            ],
        }

    # === TEXTS === #

    def label(self, record, name):
        """Return the label of a field."""
        return record._fields[name]._description_string(self.env)

    def choice(self, record, name):
        """Return the label of a selection's value."""
        labels = dict(record._fields[name]._description_selection(self.env))
        return labels.get(record[name], "")

    def hours(self, calendar):
        """Return service hours in words.

        :param calendar: a `resource.calendar`; empty is around the clock
        :return: dict with ``name, zone, week``: ``[(days, hours)]``
        """
        if not calendar:
            return self.around_the_clock()
        # superuser: what was agreed is readable to whoever reads the document
        known = calendar.sudo().with_context(lang=self.lang)
        lines = hours_text.weekly_lines(known)
        return {
            "name": known.name,
            "zone": known.tz,
            "week": hours_text.describe_week(self.env, lines),
        }

    def around_the_clock(self):
        """Return the hours of no calendar, as `hours()` does."""
        return {
            "name": self.env._("24x7"),
            "zone": "",
            "week": [(self.env._("Every day"), "00:00–24:00")],
        }

    def instant(self, at):
        """Return a naive UTC datetime as local time."""
        return instant_text(from_datetime(at), self.zone) if at else ""

    def day(self, at):
        """Return the local day of a naive UTC datetime."""
        return self.instant(at)[:10]

    def _state_name(self, state):
        return dict(self.doc._fields["state"]._description_selection(self.env))[state]
