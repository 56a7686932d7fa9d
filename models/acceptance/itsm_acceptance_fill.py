from odoo import models
from odoo.tools import html2plaintext


class ItsmAcceptance(models.Model):
    """What a draft begins with: what was agreed, planned, delivered and measured."""

    _inherit = "itsm.acceptance"

    # === ACTION METHODS === #

    def action_fill(self):
        """Fill what is empty from contract, plans and reports."""
        self.check_access("write")
        for acceptance in self:
            acceptance._check_editable(["criterion_ids"])
            acceptance._fill()
        return True

    # === BUSINESS METHODS === #

    def _fill(self):
        values = {"sla_results": self._read_sla_results()}
        if not self.basis:
            values["basis"] = "\n".join(self._get_basis())
        if not self.criterion_ids:
            values["criterion_ids"] = [
                (0, 0, {"sequence": 10 * place, **line})
                for place, line in enumerate(self._get_agreed_criteria(), 1)
            ]
        if not self.deliverable_ids:
            values["deliverable_ids"] = [
                (0, 0, {"sequence": 10 * place, **line})
                for place, line in enumerate(self._get_agreed_deliverables(), 1)
            ]
        if not self.member_ids:
            values["member_ids"] = [(0, 0, line) for line in self._get_group()]
        self.write(values)

    def _get_basis(self):
        """Return the documents that it is held against, one text each."""
        # superuser: what was agreed is named, whoever sees all of it
        contract = self.sudo().contract_id
        texts = []
        if contract:
            texts.append(
                self.env._("Contract %s", f"{contract.number} {contract.name}")
            )
        sla = contract.sla_id or contract.sla_ids[:1]
        if sla:
            texts.append(
                self.env._(
                    "Service level agreement %(number)s, version %(version)s",
                    number=sla.number,
                    version=sla.version,
                )
            )
        return texts

    def _get_agreed_criteria(self):
        """Return criteria as they were agreed: of plan or contract, and of the SLA.

        :return: values of `itsm.acceptance.criterion`
        """
        return [*self._get_planned_criteria(), *self._get_sla_criteria()]

    def _get_planned_criteria(self):
        """Return the criteria of the plan, or else of the contract."""
        # superuser: what was agreed is accepted, whoever sees all of it
        contract = self.sudo().contract_id
        plan = contract.plan_id
        lines = [
            {"name": item.name, "criterion": item.criterion}
            for item in plan.deliverable_ids
            if item.criterion
        ]
        texts = _paragraphs(plan.acceptance)
        if not (lines or texts):
            origin = self.env.ref(
                "itsm_service_delivery.clause_standard_acceptance",
                raise_if_not_found=False,
            )
            names = origin and set(
                origin.sudo().with_context(lang=lang).name
                for lang, _name in self.env["res.lang"].get_installed()
            )
            clauses = contract.clause_ids.filtered(
                lambda clause: clause.name in (names or ())
            )
            texts = [text for clause in clauses for text in _paragraphs(clause.text)]
        title = self.env._("Acceptance as agreed")
        return [*lines, *({"name": title, "criterion": text} for text in texts)]

    def _get_sla_criteria(self):
        """Return what the SLA promises of all tickets and of each service."""
        # superuser: see above
        contract = self.sudo().contract_id
        sla = contract.sla_id or contract.sla_ids[:1]
        method = self.env._("Approved service reports")
        lines = []
        for name, label in (
            ("response_attainment_target", self.env._("Response")),
            ("resolution_attainment_target", self.env._("Resolution")),
        ):
            if target := sla[name]:
                lines.append(
                    {
                        "name": label,
                        "criterion": self.env._(
                            "At least %s %% of the tickets within the agreed time",
                            f"{target:g}",
                        ),
                        "method": method,
                    }
                )
        for line in sla.availability_ids:
            lines.append(
                {
                    "name": self.env._("Availability of %s", line.service_id.name),
                    "criterion": self.env._(
                        "At least %s %% in each month", f"{line.target_pct:g}"
                    ),
                    "method": method,
                }
            )
        if sla.satisfaction_target:
            lines.append(
                {
                    "name": self.env._("Satisfaction"),
                    "criterion": self.env._(
                        "A mean score of at least %s of 5",
                        f"{sla.satisfaction_target:g}",
                    ),
                    "method": method,
                }
            )
        return lines

    def _get_agreed_deliverables(self):
        """Return what was to be delivered.

        :return: values of `itsm.acceptance.deliverable`
        """
        # superuser: see above
        plan = self.sudo().contract_id.plan_id
        return [
            {"name": item.name, "form": item.frequency} for item in plan.deliverable_ids
        ]

    def _get_group(self):
        """Return who accepts: ours, and the contact of the customer.

        :return: values of `itsm.acceptance.member`
        """
        # superuser: names of the people in charge
        acceptance = self.sudo()
        people = [
            (acceptance.chair_id, self.env._("Chair of the internal review")),
            (acceptance.project_id.user_id, self.env._("Project manager")),
        ]
        lines = [
            {"side": "provider", "name": user.name, "function": function}
            for user, function in people
            if user
        ]
        contact = acceptance.contract_id.customer_signatory_id
        if contact:
            lines.append({"side": "customer", "name": contact.name})
        return lines


def _paragraphs(html):
    """Return the paragraphs of a rich text as plain texts."""
    text = html2plaintext(html or "")
    return [line.strip() for line in text.splitlines() if line.strip()]
