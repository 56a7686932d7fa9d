from odoo import api, fields, models
from odoo.exceptions import UserError


class ItsmDocumentRevise(models.TransientModel):
    """Ask what kind of change the next version of a document is, and why."""

    _name = "itsm.document.revise"
    _description = "Revise a Document"

    res_model = fields.Char(required=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", required=True
    )
    document_name = fields.Char(string="Document", compute="_compute_versions")
    change = fields.Selection(
        selection=[
            ("minor", "Editorial: the wording only"),
            ("major", "Content: what is agreed, or the scope"),
        ],
        string="Kind of Change",
        required=True,
        default="minor",
    )
    version = fields.Char(string="Present Version", compute="_compute_versions")
    new_version = fields.Char(compute="_compute_versions")
    change_summary = fields.Text(
        string="What Changes",
        required=True,
        help="It stands in the revision history, and whoever approves reads it.",
    )

    # === COMPUTE METHODS === #

    @api.depends("res_model", "res_id", "change")
    def _compute_versions(self):
        for wizard in self:
            document = wizard._get_document()
            wizard.document_name = document.display_name
            wizard.version = document.version
            wizard.new_version = document._next_version(wizard.change == "major")

    # === ACTION METHODS === #

    def action_revise(self):
        """Make the draft of the next version, and open it."""
        self.ensure_one()
        draft = self._get_document().revise(
            self.change == "major", self.change_summary
        )
        # without the dialog's defaults
        return draft._get_records_action(context={})

    # === BUSINESS METHODS === #

    def _get_document(self):
        """Return the document to revise.

        :raise UserError: there is none
        """
        self.ensure_one()
        if self.res_model in self.env["itsm.document.mixin"]._document_models():
            document = self.env[self.res_model].browse(self.res_id).exists()
            if document:
                return document
        raise UserError(self.env._("Choose the document to revise."))
