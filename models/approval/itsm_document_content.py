import hashlib
from collections import defaultdict

from odoo import models
from odoo.fields import Domain
from odoo.models import MAGIC_COLUMNS
from odoo.tools import SQL

from ...engine.approval import canonical
from . import guard


class ItsmDocumentMixin(models.AbstractModel):
    """The content of a document: what is decided on, hashed and frozen."""

    _inherit = "itsm.document.mixin"

    # === WHAT IS CONTENT === #

    def _get_content_fields(self):
        """Return the names of the fields that are content.

        All that is stored, but for what the engine writes, what people do around the
        document, and what stays open once it is frozen.

        :rtype: list[str]
        """
        others = self._get_engine_fields() | self._get_editable_fields()
        return [
            name for name in self._line_content_fields(self) if name not in others
        ]

    def _get_content_annexes(self):
        """Return what is agreed by reference, such as calendars, as it stands now.

        It is hashed and kept with the content, but other people may change it while
        the document is decided: that does not stop the decision.

        :return: ``{document id: JSON-like}``; documents without annexes are left out
        """
        return {}

    def _get_evidence_attachments(self):
        """Return the files that came to documents after approval: no content.

        :rtype: ir.attachment
        """
        # superuser: which files these are does not depend on who looks
        return self.sudo().pdf_attachment_id

    def _line_content_fields(self, records):
        """Return the stored fields of a model that say something of their own."""
        lines = self.env.registry.descendants(["itsm.frozen.line.mixin"], "_inherit")
        return sorted(
            name
            for name, field in records._fields.items()
            if name not in MAGIC_COLUMNS
            and name != "id"
            and not name.startswith(guard.SOCIAL_PREFIXES)
            and (
                # another document's lines, which it only shows, have no inverse; of a
                # tree, the parents are told
                field.inverse_name
                and field.comodel_name in lines
                and field.comodel_name != records._name
                if field.type == "one2many"
                else field.store and not field.related and not _is_derived(field)
            )
        )

    # === SNAPSHOTS === #

    def _content_texts(self):
        """Return the contents as canonical texts, with the names that they had.

        :return: ``{document id: text}``; its SHA-256 is what a decision is about
        """
        contents = self._contents()
        names = self._names_in(contents.values())
        annexes = self._get_content_annexes()
        texts = {}
        for document in self:
            snapshot = {
                "content": contents[document.id],
                "names": {
                    f"{model},{res_id}": names.get(model, {}).get(res_id, "")
                    for model, res_id in sorted(_references(contents[document.id]))
                },
            }
            if document.id in annexes:
                snapshot["annexes"] = annexes[document.id]
            texts[document.id] = canonical(snapshot)
        return texts

    def _contents(self):
        """Return the contents as JSON-like data.

        :return: ``{document id: content}``
        """
        # superuser: the content does not depend on what the decider may read
        documents = self.sudo().with_context(
            lang="en_US", active_test=False, bin_size=False
        )
        values = self._values_of(documents, documents._get_content_fields())
        attachments = documents._content_attachments()
        return {
            document.id: {
                "model": document._name,
                "id": document.id,
                "number": document.number,
                "version": document.version,
                "fields": values[document.id],
                "attachments": [
                    {
                        "key": attachment.id,
                        "name": attachment.name,
                        "sha256": _checksum(attachment.raw),
                        "size": attachment.file_size,
                    }
                    for attachment in attachments[document.id]
                ],
            }
            for document in documents
        }

    def _names_in(self, contents):
        """Return the names of the records that contents refer to.

        :param contents: of `_contents`
        :return: ``{model: {id: name}}``, without what is gone
        """
        # superuser: as the content itself
        env = self.sudo().with_context(lang="en_US", active_test=False).env
        referred = defaultdict(set)
        for content in contents:
            for model, res_id in _references(content):
                referred[model].add(res_id)
        return {
            model: {
                record.id: record.display_name
                for record in env[model].browse(sorted(ids)).exists()
            }
            for model, ids in referred.items()
            if model in env
        }

    def _values_of(self, records, names):
        """Return the values of records, line by line.

        :param names: the fields
        :return: ``{record id: {field: JSON-like value}}``
        """
        # as the database has it: rounded, and the same for whoever looks
        records.invalidate_recordset(names)
        columns = self._columns_of(records, names)
        children = {
            name: self._children_of(records, records._fields[name])
            for name in names
            if records._fields[name].type == "one2many"
        }
        result = {}
        for record in records:
            values = {}
            for name in names:
                field = records._fields[name]
                if name in children:
                    values[name] = children[name][record.id]
                elif name in columns[record.id]:
                    values[name] = _of_column(columns[record.id][name], field)
                else:
                    values[name] = _plain(record[name], field)
            result[record.id] = values
        return result

    def _children_of(self, records, field):
        """Return ``{record id: [values of its lines]}`` of a one2many."""
        lines = records[field.name]
        names = [n for n in self._line_content_fields(lines) if n != field.inverse_name]
        values = self._values_of(lines, names)
        result = {record.id: [] for record in records}
        for line in lines.sorted("id"):
            owner = line[field.inverse_name].id
            result[owner].append({"key": line.id, **values[line.id]})
        return result

    def _columns_of(self, records, names):
        """Return what a field holds for all languages or companies, with one query.

        :return: ``{record id: {field: {language or company id: value}}}``
        """
        columns = [name for name in names if _is_of_many(records._fields[name])]
        if not columns or not records:
            return {record.id: {} for record in records}
        rows = self.env.execute_query(
            SQL(
                "SELECT id, %s FROM %s WHERE id = ANY(%s)",
                SQL(", ").join(SQL.identifier(name) for name in columns),
                SQL.identifier(records._table),
                list(records.ids),
            )
        )
        return {
            res_id: dict(zip(columns, texts, strict=True)) for res_id, *texts in rows
        }

    def _content_attachments(self):
        """Return the files of the documents, apart from those of their conversations.

        :return: ``{document id: ir.attachment}``
        """
        # superuser: files are content whoever may open them
        attachments = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                Domain("res_model", "=", self._name)
                & Domain("res_id", "in", self.ids)
                & Domain("res_field", "=", False)
                & Domain("itsm_conversation", "!=", True),
                order="id",
            )
        )
        filed = set(self._get_evidence_attachments().ids)
        result = {document.id: attachments.browse() for document in self}
        for attachment in attachments:
            if attachment.id not in filed:
                result[attachment.res_id] |= attachment
        return result


def _is_derived(field):
    """Return whether a field only repeats what others say, by a computation."""
    return field.compute and field.readonly and not field.inverse


def _is_of_many(field):
    """Return whether a field has values for several languages or companies."""
    stored = field.store and field.column_type
    return stored and (
        field.translate or field.company_dependent or field.type == "properties"
    )


def _of_column(value, field):
    """Return the values of all languages or companies as JSON-like data."""
    if field.type == "many2one" and value:
        return {
            company: {"model": field.comodel_name, "id": res_id} if res_id else None
            for company, res_id in value.items()
        }
    return value or None


def _plain(value, field):
    """Return a field's value as JSON-like data."""
    if field.type in ("many2one", "reference"):
        return {"model": value._name, "id": value.id} if value else None
    if field.type == "many2many":
        return [{"model": value._name, "id": i} for i in sorted(value.ids)]
    if field.type == "binary":
        return _checksum(value)
    if field.type in ("integer", "float", "monetary", "boolean"):
        return value
    return value or None


def _checksum(value):
    """Return what identifies a file's content: its SHA-256."""
    if not value:
        return None
    return hashlib.sha256(value).hexdigest()


def _references(value):
    """Yield ``(model, id)`` of every record that a content refers to."""
    if isinstance(value, list):
        for item in value:
            yield from _references(item)
    elif isinstance(value, dict):
        if value.keys() == {"model", "id"} and isinstance(value["id"], int):
            yield value["model"], value["id"]
        else:
            for item in value.values():
                yield from _references(item)
