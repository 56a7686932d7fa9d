from lxml.html import fragment_fromstring, tostring

from odoo import models
from odoo.tools import html2plaintext

# The section of a service plan that says by what it is accepted (domain 2.5).
ACCEPTANCE_SECTION = 17


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
        if plan := self._get_service_plan():
            texts.append(
                self.env._(
                    "Service plan %(number)s, version %(version)s",
                    number=plan.number,
                    version=plan.version,
                )
            )
        return texts

    def _get_service_plan(self):
        """Return the service plan that holds for the project, if there is one."""
        # superuser: see above
        return self.sudo().project_id.itsm_service_plan_ids.filtered(
            lambda plan: plan.state == "in_force"
        )[:1]

    def _get_agreed_criteria(self):
        """Return criteria as they were agreed: of plan or contract, and of the SLA.

        :return: values of `itsm.acceptance.criterion`
        """
        return [*self._get_planned_criteria(), *self._get_sla_criteria()]

    def _get_planned_criteria(self):
        """Return the criteria of the plans, or else of the contract."""
        # superuser: what was agreed is accepted, whoever sees all of it
        contract = self.sudo().contract_id
        presales_plan, service_plan = contract.plan_id, self._get_service_plan()
        lines = {
            item.name: {"name": item.name, "criterion": item.criterion}
            for item in (*presales_plan.deliverable_ids, *service_plan.deliverable_ids)
            if item.criterion
        }
        lines = [*lines.values(), *self._get_milestone_criteria()]
        section = service_plan.section_ids.filtered(
            lambda section: section.code == ACCEPTANCE_SECTION
        )
        texts = _paragraphs(section.content) or _paragraphs(presales_plan.acceptance)
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

    def _get_milestone_criteria(self):
        """Return by what the milestones of the work plan are accepted."""
        # superuser: see above
        plan = self.sudo().project_id.itsm_work_plan_ids.filtered(
            lambda plan: plan.state == "in_force"
        )[:1]
        return [
            {"name": line.name, "criterion": line.acceptance_standard}
            for line in plan.line_ids
            if line.is_milestone and line.acceptance_standard
        ]

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
        acceptance = self.sudo()
        items = (
            self._get_service_plan().deliverable_ids
            or acceptance.project_id.itsm_initiation_id.deliverable_ids
            or acceptance.contract_id.plan_id.deliverable_ids
        )
        return [{"name": item.name, "form": item.frequency} for item in items]

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
    """Return the paragraphs of a rich text as plain texts, without its tables.

    Tables list what is taken over line by line: deliverables and targets.
    """
    tree = fragment_fromstring(html or "", create_parent="div")
    for table in tree.xpath(".//table"):
        table.drop_tree()
    text = html2plaintext(tostring(tree, encoding="unicode"))
    return [line.strip() for line in text.splitlines() if line.strip()]
