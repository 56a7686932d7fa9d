from odoo import api, fields, models
from odoo.exceptions import AccessError

from . import guard

# In the context of what posts a message, with the engine's key as its value.
CONVERSATION = "itsm_conversation"
# Where files wait until their message is posted.
PENDING = ("mail.compose.message", "mail.scheduled.message")
# What the program itself notes on a file that it only shows.
_NOT_CONTENT = frozenset({"access_token", "index_content", "thumbnail"})


def in_conversation(records):
    """Let files be added to the conversation of a frozen document, and nothing else."""
    return records.with_context(**{CONVERSATION: guard.ENGINE})


class IrAttachment(models.Model):
    """The files of a document are as frozen as the document.

    Files of its conversation are none of its content. What is one is said when it is
    posted, and by nothing else: linking a file to a message does not make it one.
    """

    _inherit = "ir.attachment"

    itsm_conversation = fields.Boolean(
        string="Posted in a Message", readonly=True, copy=False
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        posted = self.env.context.get(CONVERSATION) is guard.ENGINE
        attachments = super().create(
            [{**vals, "itsm_conversation": posted} for vals in vals_list]
        )
        attachments._itsm_check_frozen()
        return attachments

    def write(self, vals):
        if "itsm_conversation" in vals:
            raise AccessError(
                self.env._("Whether a file was posted in a message is not written.")
            )
        if vals.keys() <= _NOT_CONTENT or self._itsm_is_same_content(vals):
            return super().write(vals)
        self._itsm_check_frozen()
        if self.env.context.get(CONVERSATION) is guard.ENGINE:
            pending = self.sudo().filtered(lambda file: file.res_model in PENDING)
            if pending == self.sudo():
                vals = {**vals, "itsm_conversation": True}
        result = super().write(vals)
        # nor is a file moved into a frozen document
        self._itsm_check_frozen()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_itsm_frozen(self):
        self._itsm_check_frozen()

    # === BUSINESS METHODS === #

    def _itsm_is_same_content(self, vals):
        """Return whether a file is only stored elsewhere, as administrators may do."""
        if not vals.get("raw") or not vals.keys() <= {"raw", "mimetype"}:
            return False
        checksum = self._compute_checksum(vals["raw"])
        return all(
            file.checksum == checksum
            and file.mimetype == vals.get("mimetype", file.mimetype)
            for file in self.sudo()
        )

    def _itsm_check_frozen(self):
        """Refuse to touch the files of what is frozen.

        :raise AccessError: for everyone, the superuser included
        """
        # an upload answers an `AccessError` with a message, other errors with none
        if not guard.holds_key(self.env) and (owner := self._itsm_frozen_owner()):
            raise AccessError(
                self.env._(
                    "The files of %s are frozen with it: none is added, changed or"
                    " deleted. A file can still be posted in a message.",
                    owner.display_name,
                )
            )

    def _itsm_frozen_owner(self):
        """Return a frozen record whose content one of these files is, or None."""
        # superuser: the record decides, whether or not the user sees it
        for model, files in self.sudo().grouped("res_model").items():
            path = self._itsm_path_to_document(model)
            if path is None:
                continue
            files = files.filtered(lambda f: f.res_field or not f.itsm_conversation)
            owners = files.env[model].browse(files.mapped("res_id")).exists()
            for owner in owners:
                document = owner.mapped(path) if path else owner
                if document._get_state_owner().state == "draft":
                    continue
                names = {f.res_field for f in files if f.res_id == owner.id}
                if path or names - document._get_editable_fields():
                    return document
        return None

    @api.model
    def _itsm_path_to_document(self, model):
        """Return where a model's record has its document: the path, "" for itself.

        :return: None of a record that belongs to no controlled document
        """
        records = self.env.get(model)
        if records is None:
            return None
        inherited = self.env.registry.descendants(["itsm.document.mixin"], "_inherit")
        if model in inherited:
            return ""
        lines = self.env.registry.descendants(["itsm.frozen.line.mixin"], "_inherit")
        if model in lines:
            owner = records
            for name in records._agreement_path.split("."):
                owner = owner[name]
            if owner._name in inherited:
                return records._agreement_path
        return None
