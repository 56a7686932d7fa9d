import json

from ..const import LEVELS
from ..models.reporting.figure_text import NO_VALUE, basis_name
from . import hours_text
from .signature_view import SignatureView


class SlaView(SignatureView):
    """An SLA as its print shows it (clauses 1.2 and 3.7 of the domain).

    What it agrees by reference, the priority matrix and the service hours, is printed
    as it was when the SLA was submitted.
    """

    def __init__(self, document, lang=None):
        super().__init__(document, lang)
        # superuser: what is agreed does not depend on who prints it
        self.sla = self._known
        self.annexes = self._annexes()

    def _annexes(self):
        snapshot = self._round.snapshot if self.doc.state != "draft" else None
        agreed = json.loads(snapshot).get("annexes") if snapshot else None
        return agreed or self.sla._get_content_annexes()[self.sla.id]

    # === SCOPE === #

    def services(self):
        """Return the names of the services that are sold under this SLA."""
        agreement = self.sla.contract_id or self.sla.plan_id
        return agreement.line_ids.service_id.mapped("display_name")

    # === TARGETS === #

    def overall(self):
        """Return the targets over all priorities: ``[(name, text)]``."""
        sla = self.sla
        shares = [
            (self.env._("Response targets met"), sla.response_attainment_target),
            (self.env._("Resolution targets met"), sla.resolution_attainment_target),
        ]
        rows = [(name, f"≥ {share:g} %") for name, share in shares if share]
        if sla.satisfaction_target:
            name = self.env._("Mean satisfaction, scores from 1 to 5")
            rows.append((name, f"≥ {sla.satisfaction_target:.2f}"))
        return rows

    # === BY REFERENCE === #

    def matrix(self):
        """Return the priority matrix: ``([urgencies], [(impact, [priorities])])``."""
        rule = self.env["itsm.priority.rule"]
        names = dict(rule._fields["impact"]._description_selection(self.env))
        codes = self.annexes["priority_matrix"]
        levels = [level for level, _label in LEVELS]
        return (
            [names[level] for level in levels],
            [
                (
                    names[impact],
                    [codes.get(f"{impact},{level}") or NO_VALUE for level in levels],
                )
                for impact in levels
            ],
        )

    def agreed_hours(self):
        """Return the service hours of targets and availability.

        :return: dicts as of `hours()`
        """
        lines = (*self.sla.target_ids, *self.sla.availability_ids)
        always = any(not line.calendar_id for line in lines)
        return [self.around_the_clock()] * always + [
            {
                "name": calendar["name"],
                "zone": calendar["tz"],
                "week": hours_text.describe_week(self.env, calendar["weekly"]),
            }
            for calendar in self.annexes["calendars"]
        ]

    def other_days(self):
        """Return the days that differ from the week, as far as they were known."""
        texts = []
        for calendar in self.annexes["calendars"]:
            name, zone = calendar["name"], calendar["tz"]
            if days := hours_text.describe_days(calendar["makeup_days"]):
                texts.append(
                    self.env._(
                        "%(hours)s, working days out of turn: %(days)s.",
                        hours=name,
                        days="; ".join(days),
                    )
                )
            if days := hours_text.describe_leaves(calendar["leaves"], zone):
                texts.append(
                    self.env._(
                        "%(hours)s, holidays: %(days)s.",
                        hours=name,
                        days="; ".join(days),
                    )
                )
        return texts

    # === MEASURING === #

    def basis(self):
        """Say what is counted, and on which basis."""
        return self.env._(
            "Targets met ÷ targets counted. Basis: %s.",
            basis_name(self.env, self.sla.attainment_basis),
        )

    def few_tickets(self):
        """Say what holds in a period with few tickets."""
        return self.env._(
            "With fewer than %s decided tickets in a period no overall percentage is"
            " judged: the missed targets are counted instead.",
            self.sla.minimum_decided,
        )

    def at_risk(self):
        """Say when a ticket is at risk."""
        return self.env._(
            "A ticket is at risk once %s of its target are used.",
            f"{self.sla.at_risk_pct} %",
        )

    def pauses(self):
        """Return the names of the reasons that stop the resolution clock."""
        return self.sla.pause_reason_ids.mapped("name")

    def availability(self):
        """Return dicts with ``service, hours, target, windows`` (texts)."""
        zoned = self.sla.with_context(tz=self.zone)
        return [
            {
                "service": line.service_id.display_name,
                "hours": line.calendar_id.name or self.env._("24x7"),
                "target": f"≥ {line.target_pct:g} %",
                "windows": [
                    " · ".join(filter(None, [window.display_name, window.note]))
                    for window in line.window_ids
                ],
            }
            for line in zoned.availability_ids
        ]

    def zone_of_windows(self):
        """Say in which time zone the windows are."""
        return self.env._("Times of the windows are in %s.", self.zone)

    def credits(self):
        """Return the credits' rules in words."""
        return self.sla.credit_rule_ids.mapped("display_name")

    def credit_cap(self):
        """Say how much a month's credits can come to."""
        return self.env._(
            "All credits of a month together are at most %s of the monthly fee.",
            f"{self.sla.credit_cap_pct:g} %",
        )
