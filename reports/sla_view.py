import json

from ..const import LEVELS
from ..models.reporting.figure_text import NO_VALUE, basis_name
from . import hours_text
from .document_view import DocumentView


class SlaView(DocumentView):
    """An SLA as its print shows it (clauses 1.2 and 3.7 of the domain).

    What it agrees by reference, the priority matrix and the service hours, is printed
    as it was when the SLA was submitted.
    """

    def __init__(self, document):
        super().__init__(document)
        # superuser: what is agreed does not depend on who prints it
        self.sla = self._known
        self.annexes = self._annexes()

    def _annexes(self):
        snapshot = self._round.snapshot if self.doc.state != "draft" else None
        agreed = json.loads(snapshot).get("annexes") if snapshot else None
        return agreed or self.sla._get_content_annexes()[self.sla.id]

    # === PARTIES === #

    def parties(self):
        """Return ``(provider, customer)``, dicts with ``name, address, signed_by, on``.

        None for a standard SLA: nobody has agreed on it.
        """
        contract = self.sla.contract_id
        if not contract:
            return None
        provider = self._party(
            self.company.partner_id,
            self.sla.provider_signatory_id.name,
            self.sla.provider_signed_on,
        )
        customer = self._party(
            contract.partner_id.commercial_partner_id,
            self.sla.customer_signatory_id.name,
            self.sla.customer_signed_on,
        )
        return provider, customer

    def _party(self, partner, signatory, day):
        lines = partner._display_address(without_company=True).splitlines()
        return {
            "name": partner.name,
            "address": ", ".join(line.strip() for line in lines if line.strip()),
            "signed_by": signatory or "",
            "on": day or "",
        }

    def services(self):
        """Return the names of the services that the contract sells under this SLA."""
        return self.sla.contract_id.line_ids.service_id.mapped("display_name")

    # === TARGETS === #

    def overall(self):
        """Return the targets over all priorities: ``[(name, text)]``."""
        sla = self.sla
        shares = [
            (self.env._("Response targets met"), sla.response_attainment_target),
            (self.env._("Resolution targets met"), sla.resolution_attainment_target),
        ]
        rows = [(name, f"≥ {self.percent(share)}") for name, share in shares if share]
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
            [names[urgency] for urgency in levels],
            [
                (
                    names[impact],
                    [codes.get(f"{impact},{urgency}") or NO_VALUE for urgency in levels],
                )
                for impact in levels
            ],
        )

    def hours_of_targets(self):
        """Return the service hours that targets and availability refer to.

        :return: dicts as of `hours()`, with ``makeup`` and ``leaves``: texts of the days
            that differ from the week, as far as they were known
        """
        sla = self.sla
        rows = []
        if any(not line.calendar_id for line in (*sla.target_ids, *sla.availability_ids)):
            rows.append({**self.around_the_clock(), "makeup": [], "leaves": []})
        for calendar in self.annexes["calendars"]:
            rows.append(
                {
                    "name": calendar["name"],
                    "zone": calendar["tz"],
                    "week": hours_text.describe_week(self.env, calendar["weekly"]),
                    "makeup": hours_text.describe_days(calendar["makeup_days"]),
                    "leaves": hours_text.describe_leaves(
                        calendar["leaves"], calendar["tz"]
                    ),
                }
            )
        return rows

    # === MEASURING === #

    def basis(self):
        """Return the name of the attainment basis."""
        return basis_name(self.env, self.sla.attainment_basis)

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

    def credits(self):
        """Return the credits' rules in words."""
        return self.sla.credit_rule_ids.mapped("display_name")
