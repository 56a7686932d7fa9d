import difflib
import json
import re

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.fields import Command

from ..models.approval.content_reader import ContentReader

# A Chinese character is a word of its own.
_WORDS = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+|\s+|.")
_LONGEST = 4000
# Texts with less in common are marked as a whole.
_ALIKE = 0.4


class ItsmDocumentComparison(models.TransientModel):
    """Two versions of a document side by side.

    A version that was submitted reads as it was submitted; a draft as it is. Readers
    see the fields that they may read on the document.
    """

    _name = "itsm.document.comparison"
    _description = "Comparison of Two Versions"

    res_model = fields.Char(required=True, readonly=True)
    version_ids = fields.One2many(
        comodel_name="itsm.document.comparison.version",
        inverse_name="comparison_id",
        readonly=True,
    )
    old_id = fields.Many2one(
        comodel_name="itsm.document.comparison.version",
        string="Version",
        domain="[('comparison_id', '=', id)]",
    )
    new_id = fields.Many2one(
        comodel_name="itsm.document.comparison.version",
        string="With Version",
        domain="[('comparison_id', '=', id)]",
    )
    show_all = fields.Boolean(
        string="Show Everything", help="Also what is the same in both."
    )
    table = fields.Html(compute="_compute_table", sanitize=False)

    # === COMPUTE METHODS === #

    @api.depends("old_id", "new_id", "show_all")
    @api.depends_context("lang", "tz", "uid")
    def _compute_table(self):
        for comparison in self:
            comparison.table = comparison._render()

    # === BUSINESS METHODS === #

    @api.model
    def _of(self, document):
        """Compare a version with the one before it, or with itself if it is the first.

        :param document: a version; all that the user may read can be chosen
        :return: action
        """
        versions = document._get_versions()._filtered_access("read")
        comparison = self.create(
            {
                "res_model": document._name,
                "version_ids": [
                    Command.create({"res_id": version.id, "name": _name(version)})
                    for version in versions
                ],
            }
        )
        choices = {choice.res_id: choice for choice in comparison.version_ids}
        before = versions.filtered(lambda version: version.id < document.id)[:1]
        comparison.write(
            {
                "old_id": choices[(before or document).id].id,
                "new_id": choices[document.id].id,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Compare Versions of %s", document.display_name),
            "res_model": self._name,
            "res_id": comparison.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _render(self):
        """Return the table of differences as HTML."""
        self.ensure_one()
        if not (self.old_id and self.new_id):
            return False
        old, new = self.old_id._document(), self.new_id._document()
        old_content, new_content, names = _contents(old, new)
        reader = ContentReader(self.env, names)
        rows = list(reader.rows(self.res_model, old_content, new_content))
        shown = [row for row in rows if self.show_all or row.kind != "same"]
        return self._render_rows(shown, self.old_id.name, self.new_id.name, old == new)

    @api.model
    def _render_rows(self, rows, old, new, same=False):
        """Return differences as a table in HTML.

        :param rows: of a `ContentReader`
        :param str old: heading of the left column
        :param str new: heading of the right one
        :param bool same: a version is compared with itself
        """
        return self.env["ir.qweb"]._render(
            "itsm_service_delivery.document_comparison",
            {
                "old": old,
                "new": new,
                "rows": [(row, *_marked(row)) for row in rows],
                "same": same,
            },
        )


def _name(version):
    states = dict(version._fields["state"]._description_selection(version.env))
    return f"{version.version} · {states[version.state]}"


def _contents(old, new):
    """Return two contents, and the names of records at the time.

    :return: ``(content, content, {"model,id": name})``
    """
    contents, names = [], {}
    for document in (old, new):
        # superuser: the reader shows what the user may read of it
        approval = document.sudo().round_id
        if document.state != "draft" and approval.snapshot:
            snapshot = json.loads(approval.snapshot)
            contents.append(snapshot["content"])
            names.update(snapshot["names"])
        else:
            contents.append(document.sudo()._contents()[document.id])
    return *contents, names


def _marked(row):
    """Return the texts of a row with what differs marked, as HTML."""
    old, new = row.old or "", row.new or ""
    if row.kind != "changed" or not (old and new) or len(old) + len(new) > _LONGEST:
        return _lines(escape(old)), _lines(escape(new))
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return (
            _lines(Markup("<del>{}</del>").format(old)),
            _lines(Markup("<ins>{}</ins>").format(new)),
        )
    marked = (Markup(), Markup())
    for kind, from_, to, new_from, new_to in matcher.get_opcodes():
        texts = ("".join(before[from_:to]), "".join(after[new_from:new_to]))
        tags = ("del", "ins")
        marked = tuple(
            done
            + (
                escape(text)
                if kind == "equal" or not text
                else Markup("<{0}>{1}</{0}>").format(Markup(tag), text)
            )
            for done, text, tag in zip(marked, texts, tags, strict=True)
        )
    return tuple(map(_lines, marked))


def _lines(text):
    return Markup(text).replace("\n", Markup("<br/>"))
