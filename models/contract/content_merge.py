"""Bringing the content of one version of a document into another one.

Lines are matched by what they say, as in comparisons: see ``engine.approval.matching``.
"""

from odoo.fields import Command

from ...engine.approval import canonical
from ...engine.approval.matching import match_lines
from ..approval.content_reader import natural_key


def bring(source, target, names):
    """Give a record the content of another one of its model.

    Lines that are there stay the same records; the caller may write all of it.

    :param source: the record that has the content
    :param target: the record that gets it
    :param names: the fields
    """
    vals = {}
    for name in names:
        field = target._fields[name]
        if field.type == "one2many":
            _bring_lines(source, target, field)
        elif source[name] != target[name]:
            vals[name] = _writable(field, source)
    if vals:
        target.write(vals)
    _bring_translations(source, target, names)


def merge(old, new, target, names, label):
    """Bring into a copy what has changed in its original, but for what it changed.

    :param dict old: the values of the original when it was copied
    :param new: the original, a record
    :param target: the copy, a record
    :param names: the fields
    :param label: called with ``(record, field name)``, says where a conflict is
    :return: where both changed the same, which stays as in the copy: sentences
    """
    documents = new.env["itsm.document.mixin"]
    now = documents._values_of(new, names)[new.id]
    mine = documents._values_of(target, names)[target.id]
    conflicts, vals = [], {}
    for name in names:
        field = target._fields[name]
        if name not in old or _same(old[name], now[name]):
            continue
        if field.type == "one2many":
            conflicts += _merge_lines(old[name], new, target, field, label)
        elif _same(old[name], mine[name]):
            vals[name] = _writable(field, new)
        elif not _same(now[name], mine[name]):
            conflicts.append(label(target, name))
    if vals:
        target.write(vals)
        _bring_translations(new, target, vals)
    return conflicts


def _bring_lines(source, target, field):
    for before, after in _pairs(target, source, field):
        line = _line(target, field, before)
        wanted = _line(source, field, after)
        if not wanted:
            line.unlink()
        elif not line:
            _add(wanted, target, field)
        else:
            bring(wanted, line, _names_of(line, field))


def _merge_lines(old, new, target, field, label):
    conflicts = []
    lines = new.env[field.comodel_name]
    key = natural_key(lines, field.inverse_name)
    documents = new.env["itsm.document.mixin"]
    mine = documents._children_of(target, field)[target.id]
    partners = {
        before["key"]: after
        for before, after in match_lines(old, mine, key)
        if before is not None
    }
    then = {line["key"]: line for line in old}
    now = {
        line["key"]: line for line in documents._children_of(new, field)[new.id]
    }
    for line_id, line in now.items():
        if line_id not in then:
            _add(lines.browse(line_id), target, field)
        elif not _same(then[line_id], line):
            copy = _line(target, field, partners.get(line_id))
            if copy:
                names = _names_of(copy, field)
                original = lines.browse(line_id)
                conflicts += merge(then[line_id], original, copy, names, label)
            else:
                conflicts.append(label(target, field.name))
    for line_id in then.keys() - now.keys():
        copy = partners.get(line_id)
        if copy and _said(copy) == _said(then[line_id]):
            _line(target, field, copy).unlink()
        elif copy:
            conflicts.append(label(target, field.name))
    return conflicts


def _pairs(old, new, field):
    """Return which lines of a record are which of another one, as their contents."""
    documents = old.env["itsm.document.mixin"]
    lines = [
        documents._children_of(record, field)[record.id] for record in (old, new)
    ]
    key = natural_key(old.env[field.comodel_name], field.inverse_name)
    return match_lines(*lines, key)


def _line(record, field, content):
    """Return the line of a record that a content is of."""
    lines = record[field.name]
    return lines.browse(content["key"]) if content else lines.browse()


def _add(line, owner, field):
    """Copy a line as it is, with what tells where it comes from."""
    line = line.with_context(itsm_revises=True)
    vals = line.copy_data({field.inverse_name: owner.id})[0]
    copy = owner[field.name].create(vals)
    line.copy_translations(copy)


def _names_of(lines, field):
    names = lines.env["itsm.document.mixin"]._line_content_fields(lines)
    return [name for name in names if name != field.inverse_name]


def _writable(field, record):
    """Return a field's value as `write()` takes it."""
    value = record[field.name]
    if field.type == "many2many":
        return [Command.set(value.ids)]
    return field.convert_to_write(value, record)


def _bring_translations(source, target, names):
    others = {
        name
        for name, field in target._fields.items()
        if name not in names or not field.translate
    }
    source.copy_translations(target, excluded=others)


def _same(one, other):
    return canonical(one) == canonical(other)


def _said(content):
    return canonical({**content, "key": 0})
