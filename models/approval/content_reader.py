"""How the contents of documents read: labels, names, values, in the reader's language.

A content is what `_contents()` of a document says; see there.
"""

import re
from dataclasses import dataclass

from odoo import fields
from odoo.tools import format_date, format_datetime, html2plaintext
from odoo.tools.misc import formatLang, human_size

from ...engine.approval import canonical
from ...engine.approval.matching import match_lines

_NAMING = ("many2one", "reference", "selection", "char")
# What stands on lines of its own in a rich text, and would run together as plain text.
_BLOCK_END = re.compile(r"</(?:li|tr|h[1-6]|blockquote)>", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """A row of a comparison: a field, or the heading of a line (without values).

    :param int depth: 0: of the document, 1: of its lines, 2: of theirs
    :param kind: ``same``, ``changed``, ``added``, ``removed``
    """

    depth: int
    label: str
    kind: str
    old: str | None = None
    new: str | None = None


class ContentReader:
    """Reads contents for one user: in his language, and only what he may read.

    :param env: of the user
    :param dict names: ``{"model,id": name}``, the names at the time of the contents
    """

    def __init__(self, env, names=None):
        self.env = env
        self.names = names or {}
        self._labels = {}

    # === LABELS === #

    def path_label(self, model, path, *contents):
        """Return where in a document a part of its content is.

        :param path: as in ``engine.approval.Difference``
        :param contents: those in one of which the lines on the path are
        """
        place, *rest = path
        if place == "fields":
            found = [content["fields"] for content in contents]
            return " · ".join(self._path_labels(model, rest, found))
        if place == "attachments":
            names = [
                file["name"]
                for content in contents
                for file in content["attachments"]
                if rest and str(file["key"]) == rest[0]
            ]
            return " · ".join([self.env._("Files"), *names[:1]])
        return self.label(model, place)

    def _path_labels(self, model, path, values):
        name, *rest = path
        yield self.label(model, name)
        field = self.env[model]._fields.get(name)
        if not rest or field is None:
            return
        if field.type != "one2many":
            yield rest[0]
            return
        key, *rest = rest
        lines = [
            line
            for value in values
            for line in value.get(name) or ()
            if str(line["key"]) == key
        ]
        yield self.line_name(field.comodel_name, lines[0]) if lines else key
        if rest:
            yield from self._path_labels(field.comodel_name, rest, lines)

    def label(self, model, name):
        """Return a field's label."""
        if model not in self._labels:
            # superuser: a label is no secret; what is shown is asked elsewhere
            described = self.env[model].sudo().fields_get(attributes=["string"])
            self._labels[model] = described
        return self._labels[model].get(name, {}).get("string", name)

    def line_name(self, model, line):
        """Return what tells a line from the others: its first names and choices."""
        texts = [
            self.text(model, name, line[name])
            for name, field in self.env[model]._fields.items()
            if name in line and field.type in _NAMING
        ]
        name = self.text(model, "name", line.get("name")).partition("\n")[0]
        said = " ".join([text for text in texts if text][:2])
        return said or name or f"{line['key']}"

    # === VALUES === #

    def text(self, model, name, value):
        """Return a value as people read it; empty when there is none.

        :param str model: that has the field
        """
        field = self.env[model]._fields.get(name)
        if field is None:
            return "" if value is None else canonical(value)
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if value in (None, "", [], {}):
            return ""
        if _is_reference(value):
            return self._name_of(value)
        if isinstance(value, list) and all(map(_is_reference, value)):
            return ", ".join(self._name_of(one) for one in value)
        if field.translate and isinstance(value, dict):
            value = value.get(self.env.lang) or value.get("en_US") or ""
        return self._text_of_type(field, value)

    def _text_of_type(self, field, value):
        if field.type == "selection":
            choices = dict(field._description_selection(self.env))
            return str(choices.get(value, value))
        if field.type == "html" and isinstance(value, str):
            return _plain(value)
        if field.type == "date":
            return format_date(self.env, value)
        if field.type == "datetime":
            return format_datetime(self.env, fields.Datetime.to_datetime(value))
        if field.type in ("float", "monetary"):
            digits = field.get_digits(self.env) if field.type == "float" else None
            return formatLang(self.env, value, digits=digits[1] if digits else 2)
        if field.type == "binary":
            return self.env._("A file with the SHA-256 %s…", value[:16])
        return value if isinstance(value, str) else canonical(value)

    def _name_of(self, reference):
        """Return a record's name: today's in the reader's language, unless renamed."""
        model, res_id = reference["model"], reference["id"]
        then = self.names.get(f"{model},{res_id}")
        if model in self.env:
            # superuser: the document shows the name, whoever may open the record
            record = self.env[model].sudo().browse(res_id).exists()
            if record and then in (
                None,
                record.with_context(lang="en_US").display_name,
            ):
                return record.display_name
        return then or self.env._("no longer there")

    def _languages(self, value):
        """Return a text in all its languages."""
        if not isinstance(value, dict):
            return value or ""
        # superuser: which languages there are is no secret
        installed = dict(self.env["res.lang"].sudo().get_installed())
        return "\n".join(
            f"{installed.get(lang, lang)}: {_plain(text or '')}"
            for lang, text in sorted(value.items())
        )

    # === COMPARING === #

    def rows(self, model, old, new):
        """Yield the rows of a comparison of two contents.

        :param dict old: content
        :param dict new: content
        """
        yield from self._field_rows(model, 0, old["fields"], new["fields"])
        yield from self._file_rows(old["attachments"], new["attachments"])

    def _field_rows(self, model, depth, old, new):
        records = self.env[model]
        lines = []
        for name, field in records._fields.items():
            if name not in old and name not in new:
                continue
            if not records._has_field_access(field, "read"):
                continue
            if field.type == "one2many":
                lines.append(field)
            else:
                yield self._value_row(model, depth, field, old, new)
        for field in lines:
            if self.env[field.comodel_name].has_access("read"):
                yield from self._line_rows(field, depth, old, new)

    def _value_row(self, model, depth, field, old, new):
        before, after = old.get(field.name), new.get(field.name)
        label = self.label(model, field.name)
        texts = [self.text(model, field.name, value) for value in (before, after)]
        changed = canonical(before) != canonical(after)
        if changed and texts[0] == texts[1] and field.translate:
            # what changed is what people of other languages read
            texts = [self._languages(value) for value in (before, after)]
        return Row(depth, label, "changed" if changed else "same", *texts)

    def _line_rows(self, field, depth, old, new):
        model = field.comodel_name
        pairs = match_lines(
            old.get(field.name) or [],
            new.get(field.name) or [],
            natural_key(self.env[model], field.inverse_name),
        )
        rows = []
        for before, after in pairs:
            inner = list(self._field_rows(model, depth + 2, before or {}, after or {}))
            kind = _kind_of(before, after, inner)
            if kind in ("added", "removed"):
                inner = [
                    Row(row.depth, row.label, kind, row.old, row.new)
                    for row in inner
                    if row.old or row.new
                ]
            rows.append(
                Row(depth + 1, self.line_name(model, after or before), kind)
            )
            rows += inner
        if rows:
            changed = any(row.kind != "same" for row in rows)
            label = self.label(field.model_name, field.name)
            yield Row(depth, label, "changed" if changed else "same")
            yield from rows

    def _file_rows(self, old, new):
        pairs = match_lines(old, new, ["name"])
        rows = [
            Row(
                1,
                (after or before)["name"],
                _kind_of(before, after, ()),
                *(self._file_text(file) for file in (before, after)),
            )
            for before, after in pairs
        ]
        if rows:
            changed = any(row.kind != "same" for row in rows)
            yield Row(0, self.env._("Files"), "changed" if changed else "same")
            yield from rows

    def _file_text(self, file):
        if not file:
            return ""
        return self.env._(
            "%(name)s, %(size)s, SHA-256 %(hash)s…",
            name=file["name"],
            size=human_size(file["size"]),
            hash=(file["sha256"] or "")[:12],
        )


def flattened(rows):
    """Return rows of a comparison without headings, for a narrow table.

    A line that was added or removed is one entry, with all that it says.

    :param rows: of a `ContentReader`, without what is the same
    :return: ``[(where, before, after)]``
    """
    entries, path, whole = [], [], None
    for row in rows:
        heading = row.old is None and row.new is None
        if whole is not None and row.depth > whole:
            before, after = (
                text and f"{row.label}: {text}" for text in (row.old, row.new)
            )
            entries[-1][1].append(before)
            entries[-1][2].append(after)
            continue
        whole = row.depth if heading and row.kind in ("added", "removed") else None
        path = [*path[: row.depth], row.label]
        if whole is not None or not heading:
            entries.append((" · ".join(path), [row.old or ""], [row.new or ""]))
    return [
        (where, *("\n".join(filter(None, texts)) for texts in sides))
        for where, *sides in entries
    ]


def natural_key(records, inverse_name):
    """Return the fields that, with the owner, are unique in a model: a line's meaning.

    :rtype: list[str]
    """
    for table_object in records._table_objects.values():
        definition = table_object.get_definition(records.pool).upper()
        if not definition.startswith("UNIQUE"):
            continue
        names = definition.partition("(")[2].partition(")")[0].lower().split(",")
        names = [name.strip() for name in names]
        if inverse_name in names and all(name in records._fields for name in names):
            return [name for name in names if name != inverse_name]
    return []


def _kind_of(before, after, rows):
    if before is None:
        return "added"
    if after is None:
        return "removed"
    if rows:
        return "changed" if any(row.kind != "same" for row in rows) else "same"
    same = {**before, "key": 0} == {**after, "key": 0}
    return "same" if same else "changed"


def _is_reference(value):
    return isinstance(value, dict) and value.keys() == {"model", "id"}


def _plain(text):
    """Return a rich text as plain text, block by block."""
    return html2plaintext(_BLOCK_END.sub(r"\g<0><br/>", text)).strip()
