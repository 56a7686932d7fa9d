from odoo import api, models
from odoo.exceptions import UserError


class ItsmInformationSheet(models.Model):
    """The life of a sheet: confirmed, used by a plan, revised, given up."""

    _inherit = "itsm.information.sheet"
    _revisable_states = ("in_force", "used")
    # In force is confirmed; what a plan was made from stays.
    _cancellable_states = ("draft", "in_force")

    # === COMPUTE METHODS === #

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_release(self):
        result = super()._compute_can_release()
        # a sheet is used, superseded or cancelled; it is not ended by itself
        self.can_close = False
        return result

    # === ACTION METHODS === #

    def action_close(self):
        raise UserError(
            self.env._(
                "An information sheet is not closed: revise it, or cancel it if no plan"
                " uses it."
            )
        )

    # === BUSINESS METHODS === #

    def _mark_used(self, plan):
        """Note that an approved presales plan was made from these sheets.

        :param plan: the `itsm.presales.plan`
        :raise UserError: a sheet is not confirmed, or another version is by now
        """
        for sheet in self:
            if sheet.state not in ("in_force", "used"):
                raise UserError(
                    self.env._(
                        "%(sheet)s is %(state)s: a plan is made from a confirmed"
                        " information sheet. Choose the version that is confirmed.",
                        sheet=sheet.display_name,
                        state=sheet._get_state_label(),
                    )
                )
        self._lock()
        facts = {"facts": {"plan": plan.number, "version": plan.version}}
        self._append_log("used", dict.fromkeys(self.ids, facts))
        # superuser: whoever approves the plan need not write the sheet
        self.sudo()._transition({"state": "used"})

    def _check_may_release(self):
        """Sales give up a sheet of their own too."""
        self.check_access("write")
        if all(sheet.user_id == self.env.user for sheet in self):
            return None
        return super()._check_may_release()

    def _put_in_force(self):
        """A version that a plan has used is superseded by the next one too."""
        self._lock()
        for sheet in self.sudo():
            former = sheet._get_versions().filtered(
                lambda version, new=sheet: version.state == "used" and version != new
            )
            if former:
                former._supersede(sheet)
        return super()._put_in_force()

    def _number_requirements(self):
        """Give codes R1, R2 … to the requirements that have none."""
        for sheet in self:
            lines = sheet.requirement_ids
            taken = [
                int(line.code[1:])
                for line in lines
                if line.code and line.code[1:].isdecimal()
            ]
            last = max(taken, default=0)
            new = lines.filtered(lambda line: not line.code).sorted("id")
            for number, line in enumerate(new, last + 1):
                line.code = f"R{number}"

    def _get_revision_defaults(self):
        return {
            **super()._get_revision_defaults(),
            "sale_order_id": self.sale_order_id.id,
        }

    def _states_of_log(self, kinds, outcome):
        expected = super()._states_of_log(kinds, outcome)
        life = [kind for kind in kinds if kind != "filed"]
        if life and life[-1] == "used":
            return {"used"}
        return expected - {"used"}
