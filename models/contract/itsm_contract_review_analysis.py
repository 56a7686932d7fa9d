from markupsafe import Markup

from odoo import api, fields, models


class ItsmContractReview(models.Model):
    """What the service department's opinion rests on (clause 1.1.7)."""

    _inherit = "itsm.contract.review"

    service_analysis = fields.Html(
        string="What It Rests on",
        compute="_compute_service_analysis",
        help="Requirements, capability, SLA and what differs from the plan, as they"
        " are now.",
    )

    # === COMPUTE METHODS === #

    @api.depends("contract_id")
    @api.depends_context("lang")
    def _compute_service_analysis(self):
        for review in self:
            review.service_analysis = Markup("").join(
                Markup("<h5>%s</h5><ul>%s</ul>")
                % (
                    title,
                    Markup("").join(Markup("<li>%s</li>") % text for text in texts),
                )
                for title, texts in review._get_analysis()
            )

    # === BUSINESS METHODS === #

    def _get_analysis(self):
        """Return what the service department looks at.

        :return: ``[(heading, [sentences])]``
        """
        self.ensure_one()
        # superuser: who reads the review reads what its opinions rest on
        contract = self.sudo().contract_id
        return [
            (self.env._("SLA"), self._analyse_sla(contract)),
        ]

    def _analyse_sla(self, contract):
        """Return what the SLA of a contract promises, in sentences."""
        sla = contract.sla_id
        if not sla:
            return [self.env._("The contract has no SLA.")]
        texts = [
            self.env._(
                "%(sla)s, %(state)s: %(targets)s response and resolution targets,"
                " %(availability)s availability targets, %(credits)s credit rules.",
                sla=sla.display_name,
                state=sla._get_state_label(),
                targets=len(sla.target_ids),
                availability=len(sla.availability_ids),
                credits=len(sla.credit_rule_ids),
            )
        ]
        metric = sla.target_ids._fields["metric"]
        metrics = dict(metric._description_selection(self.env))
        for target in sla.target_ids.sorted(
            lambda line: (line.priority_id.sequence, list(metrics).index(line.metric))
        ):
            values = {
                "priority": target.priority_id.display_name,
                "metric": metrics[target.metric],
                "duration": target.duration,
                "hours": target.calendar_id.name,
            }
            # what is promised around the clock says so itself
            text = self.env._("%(priority)s, %(metric)s: %(duration)s", **values)
            if target.calendar_id:
                text = self.env._(
                    "%(priority)s, %(metric)s: %(duration)s (%(hours)s)", **values
                )
            texts.append(text)
        return texts
