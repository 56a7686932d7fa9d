from odoo import api, fields, models
from odoo.exceptions import ValidationError

# What stays between us when the customer gets the file.
_INTERNAL = ("capability_ids", "competitor", "merge_reason", "remark")
# What says of an SLA draft only whose it is.
_OF_ITS_PLAN = ("company_id", "contract_id", "plan_id")


class ItsmPresalesPlan(models.Model):
    """The SLA drafts of a plan: candidates, of which one is chosen (clause 1.1.5)."""

    _inherit = "itsm.presales.plan"

    sla_ids = fields.One2many(
        comodel_name="itsm.sla",
        inverse_name="plan_id",
        string="SLA Drafts",
        help="Candidates, which can be tried out on the customer's own tickets.",
    )
    sla_id = fields.Many2one(
        comodel_name="itsm.sla",
        string="SLA Draft",
        copy=False,
        ondelete="restrict",
        domain="[('plan_id', '=', id)]",
        help="The draft that the plan offers, and the contract starts from.",
    )

    @api.constrains("sla_id")
    def _check_sla_of_plan(self):
        for plan in self:
            # superuser: one's own draft, whoever sees it
            sla = plan.sudo().sla_id
            if sla and sla.plan_id != plan:
                raise ValidationError(
                    self.env._(
                        "%(sla)s is no draft of %(plan)s: copy it into the plan.",
                        sla=sla.display_name,
                        plan=plan.display_name,
                    )
                )

    # === CRUD METHODS === #

    def unlink(self):
        self.check_access("unlink")
        # one by one with their guards, which the database's cascade would pass by
        self.sla_id = False
        # superuser: who deletes the plan deletes its parts
        self.sudo().sla_ids.unlink()
        return super().unlink()

    def copy(self, default=None):
        """A copy has drafts of its own."""
        copies = super().copy(default)
        for plan, new in zip(self, copies, strict=True):
            # superuser: who may copy a plan need not write SLAs by himself
            for sla in plan.sudo().sla_ids.sorted("id"):
                draft = sla._copy_to_plan(new.sudo())
                if sla == plan.sudo().sla_id:
                    new.sudo().sla_id = draft
        return copies

    # === ACTION METHODS === #

    def action_choose_standard_sla(self):
        """Open the choice of what the next SLA draft starts from."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add an SLA Draft"),
            "res_model": "itsm.sla.choice",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_plan_id": self.id},
        }

    # === CONTENT === #

    def _get_missing(self):
        missing = super()._get_missing()
        # superuser: what must be there does not depend on who submits
        sla = self.sudo().sla_id
        if not sla:
            missing.append(
                self.env._(
                    "It has no SLA draft: add one from a standard SLA, and choose it."
                )
            )
        else:
            missing += [
                self.env._("SLA draft: %s", problem)
                for problem in sla._missing_targets()
            ]
        return missing

    def _check_ready_to_submit(self):
        result = super()._check_ready_to_submit()
        # superuser: as above; calendars may have changed since the lines were saved
        self.sudo().sla_id._check_measurable()
        return result

    def _contents(self):
        """The SLA drafts are part of the content, line by line."""
        contents = super()._contents()
        # superuser: the content does not depend on what the decider may read
        slas = (
            self.sudo()
            .with_context(lang="en_US", active_test=False)
            .sla_ids.sorted("id")
        )
        names = [
            name for name in slas._get_content_fields() if name not in _OF_ITS_PLAN
        ]
        values = self._values_of(slas, names)
        for plan in self:
            contents[plan.id]["fields"]["sla_ids"] = [
                {"key": sla.id, **values[sla.id]}
                for sla in slas
                if sla.plan_id.id == plan.id
            ]
        return contents

    def _get_content_annexes(self):
        """What the SLA drafts agree by reference, as of their own snapshot."""
        annexes = super()._get_content_annexes()
        # superuser: what is agreed does not depend on who submits
        slas = self.sudo().sla_ids
        of_slas = slas._get_content_annexes()
        for plan in self.sudo().filtered("sla_ids"):
            annexes[plan.id] = {
                "slas": [
                    {"key": sla.id, **of_slas[sla.id]}
                    for sla in plan.sla_ids.sorted("id")
                ]
            }
        return annexes

    def _leave_out_internal(self, snapshot):
        """The customer gets nothing internal, and of the SLA drafts the chosen one."""
        super()._leave_out_internal(snapshot)
        values = snapshot["content"]["fields"]
        for name in _INTERNAL:
            values.pop(name, None)
        chosen = (values.get("sla_id") or {}).get("id")
        for lines in (values, snapshot.get("annexes", {})):
            for name in ("sla_ids", "slas"):
                if name in lines:
                    lines[name] = [one for one in lines[name] if one["key"] == chosen]
        return True
