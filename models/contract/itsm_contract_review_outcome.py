from odoo import models
from odoo.exceptions import AccessError


class ItsmContractReview(models.Model):
    """What a review comes to, and what that does to its contract."""

    _inherit = "itsm.contract.review"

    # === BUSINESS METHODS === #

    def _project_round(self):
        result = super()._project_round()
        for review in self:
            # superuser: the outcome does not depend on who has decided
            if review.sudo().round_id.state != "open":
                review.sudo().contract_id._follow_review(review)
        return result

    def _state_vals(self, outcome):
        vals = super()._state_vals(outcome)
        conclusions = {
            "approved": "conditions" if self._get_open_points() else "pass",
            "rejected": "fail",
        }
        return {**vals, "conclusion": conclusions.get(vals["state"], False)}

    def _after_approval(self):
        result = super()._after_approval()
        for review in self.sudo():
            # one that had passed with conditions is of no account any more
            former = review._get_versions().filtered(
                lambda version, new=review: (
                    version.state == "approved" and version != new
                )
            )
            if former:
                former._supersede(review)
        self._pass_without_conditions()
        return result

    def _pass_without_conditions(self):
        """Let reviews pass whose open points are all closed."""
        self.invalidate_recordset(["open_point_count"])
        settled = self.sudo().filtered(
            lambda review: review.state == "approved" and not review._get_open_points()
        )
        if settled:
            settled._put_in_force()

    def _check_may_release(self):
        raise AccessError(
            self.env._(
                "A contract review passes by its conclusion, and by closing its open"
                " points; nobody puts it in force or closes it."
            )
        )

    def _states_of_log(self, kinds, outcome):
        # what is said and settled on the way changes no state by itself
        life = [kind for kind in kinds if kind not in ("opinion", "point_closed")]
        return super()._states_of_log(life, outcome)
