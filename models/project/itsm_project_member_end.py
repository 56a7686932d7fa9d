from odoo import fields, models


class ItsmProjectMemberEnd(models.TransientModel):
    """The dialog in which a proposal is declined, or a membership ended."""

    _name = "itsm.project.member.end"
    _description = "Decline, End or Replace a Membership"

    member_id = fields.Many2one(
        comodel_name="itsm.project.member", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="member_id.company_id")
    kind = fields.Selection(
        selection=[
            ("decline", "Decline"),
            ("leave", "Leave"),
            ("replace", "Replace"),
        ],
        required=True,
    )
    day = fields.Date(
        default=fields.Date.context_today,
        help="Leaving: the last day in the team. Replacing: the first day of the"
        " successor.",
    )
    successor_id = fields.Many2one(
        comodel_name="hr.employee",
        domain="[('company_id', 'in', (company_id, False))]",
        help="The same person again: propose another share, role or skills.",
    )
    reason = fields.Char(required=True)

    def action_apply(self):
        """Do what the dialog is for.

        :raise UserError: as `decline`, `leave` and `replace` of a member
        """
        self.ensure_one()
        member = self.member_id
        if self.kind == "decline":
            member.decline(self.reason)
        elif self.kind == "leave":
            member.leave(self.day, self.reason)
        else:
            new = member.replace(self.successor_id, self.day, self.reason)
            return new._get_records_action(name=self.env._("Team Member"))
        return {"type": "ir.actions.act_window_close"}
