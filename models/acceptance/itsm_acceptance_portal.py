from odoo import api, fields, models


class ItsmAcceptance(models.Model):
    """What the customer is shown of an acceptance: these values, nothing else."""

    _inherit = "itsm.acceptance"
    _portal_day = "date_planned"

    @api.model
    def _portal_filters(self):
        return {
            "in_force": (self.env._("Accepted"), ["in_force"]),
            "conditional": (self.env._("Accepted with conditions"), ["conditional"]),
            "failed": (self.env._("Not accepted"), ["failed"]),
        }

    def _get_portal_period(self):
        return self.period_start, self.period_end

    def _portal_values(self):
        """Return what the page shows; adds what is accepted, and the answer so far.

        :return: also ``kind, stage, basis, summary, planned, place, mode,
            former_reason`` (texts)``, members, criteria, deliverables, issues`` (lists
            of dicts)``, sla_table`` (markup)``, answer`` (JSON-like, of who decides)``,
            answer_hash`` and, once decided, ``conclusion, reason``
        """
        return {
            **super()._portal_values(),
            **self._portal_answer(self._get_answer()),
            "kind": self._choice("kind"),
            "stage": self.stage_name if self.kind == "stage" else "",
            "basis": self.basis or "",
            "summary": self.summary or "",
            "planned": fields.Date.to_string(self.date_planned),
            "place": self.place or "",
            "mode": self._choice("mode"),
            "former_reason": self.former_reason or "",
            "members": [self._portal_member(member) for member in self.member_ids],
            "deliverables": [self._portal_item(item) for item in self.deliverable_ids],
            "issues": [
                self._portal_issue(issue)
                for issue in self.issue_ids
                if issue.state != "void"
            ],
            "sla_table": self.sla_table,
            "answer_hash": self._get_answer_hash(),
            "conclusion": self._choice("conclusion"),
            "conclusion_key": self.conclusion or "",
            "reason": self.customer_reason or "",
        }

    def _portal_answer(self, answer):
        """Return the criteria and what the customer says to them.

        :param acceptance_answer.Answer answer: kept, or just sent by the page
        """
        return {
            "answer": answer.data(),
            "criteria": [
                self._portal_criterion(criterion, answer)
                for criterion in self.criterion_ids
            ],
        }

    def _choice(self, name):
        """Return what a choice is called in the reader's language."""
        labels = dict(self._fields[name]._description_selection(self.env))
        return labels.get(self[name]) or ""

    def _portal_member(self, member):
        sides = dict(member._fields["side"]._description_selection(self.env))
        return {
            "side": sides[member.side],
            "name": member.name,
            "function": member.function or "",
        }

    def _portal_criterion(self, criterion, answer):
        result, comment = answer.result_of(criterion.id)
        results = dict(criterion._fields["result"]._description_selection(self.env))
        return {
            "id": criterion.id,
            "name": criterion.name,
            "criterion": criterion.criterion,
            "is_mandatory": criterion.is_mandatory,
            "method": criterion.method or "",
            "evidence": criterion.evidence or "",
            "files": [
                {
                    "name": file.name,
                    "url": self._get_portal_url(path=f"/evidence/{file.id}"),
                }
                for file in criterion.evidence_ids
            ],
            "result": results.get(criterion.result, ""),
            "result_key": criterion.result or "",
            "remark": criterion.remark or "",
            "former_comment": criterion.former_comment or "",
            "customer_key": result,
            "customer_result": results.get(result, ""),
            "comment": comment,
        }

    def _portal_item(self, item):
        return {
            "name": item.name,
            "quantity": f"{item.quantity:g}",
            "form": item.form or "",
            "is_received": item.is_received,
        }

    def _portal_issue(self, issue):
        sides = dict(issue._fields["side"]._description_selection(self.env))
        states = dict(issue._fields["state"]._description_selection(self.env))
        return {
            "name": issue.name,
            "side": sides[issue.side],
            "date_due": issue.date_due,
            "state": states[issue.state],
            "is_open": issue.state == "open",
            "is_closed": issue.state == "closed",
            "is_overdue": issue.is_overdue,
            "closed_on": issue.closed_on or "",
        }

    def _portal_evidence(self, file_id):
        """Return a file that shows that a criterion is met, or none.

        :param int file_id: as the address says
        :rtype: ir.attachment
        """
        self.ensure_one()
        return self.criterion_ids.evidence_ids.filtered(lambda f: f.id == file_id)

    def _portal_signing(self, customer):
        texts = super()._portal_signing(customer)
        conclusion = self._get_answer().conclusion
        if conclusion == "pass":
            texts.append(self.env._("You accept without conditions."))
        elif conclusion == "conditional":
            texts.append(
                self.env._(
                    "You accept on the condition that the remaining issues are settled."
                )
            )
        return texts

    def _get_portal_state(self):
        label, colour = super()._get_portal_state()
        if self._waits_for_customer():
            label = self.env._("Waits for your decision")
        return label, colour
