from odoo import fields, models

from ..contract.signature import sha256

# What of a remaining issue is agreed; the rest follows it up.
ISSUE_CONTENT = ("date_due", "name", "side")


class ItsmAcceptance(models.Model):
    """The remaining issues are content of the acceptance that proposes them.

    What the customer adds when he decides is in the log with his signature.
    """

    _inherit = "itsm.acceptance"

    issue_ids = fields.One2many(
        comodel_name="itsm.remaining.issue",
        inverse_name="acceptance_id",
        string="Remaining Issues",
        readonly=True,
        copy=False,
    )
    proposed_issue_ids = fields.One2many(
        comodel_name="itsm.remaining.issue",
        inverse_name="acceptance_id",
        string="Proposed Remaining Issues",
        domain=[("origin", "=", "provider")],
        copy=True,
        help="What is known to remain. While there are any, the customer accepts with"
        " conditions.",
    )

    def _line_content_fields(self, records):
        if records._name == "itsm.remaining.issue":
            return list(ISSUE_CONTENT)
        names = super()._line_content_fields(records)
        if records._name == self._name:
            names = sorted({*names, "proposed_issue_ids"})
        return names

    def _contents(self):
        """Return the contents, with the hashes of what shows that criteria are met."""
        contents = super()._contents()
        # superuser: files are content whoever may open them
        criteria = self.sudo().criterion_ids
        files = {
            criterion.id: sorted(
                [file.name, sha256(file.raw or b"")] for file in criterion.evidence_ids
            )
            for criterion in criteria.with_context(bin_size=False)
        }
        for content in contents.values():
            for line in content["fields"]["criterion_ids"]:
                line["evidence_files"] = files[line["key"]]
        return contents
