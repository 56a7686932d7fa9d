"""Puts the parts that all documents' forms share into a form."""

from copy import deepcopy


def complete(form, parts):
    """Give a document's form the header, banners, buttons and page of all documents.

    A node of the form wins over the shared one of the same name: it takes its place.
    A form without a sheet is a small dialog and stays as it is.

    :param form: lxml element ``<form>``, changed in place
    :param parts: lxml element ``<form>`` of view ``itsm_document_view_form``
    """
    sheet = form.find("sheet")
    if sheet is None:
        return
    header = _child(form, "header", 0)
    _merge(header, parts.find("header"))
    # what only the form has stands before the status bar
    bar = header.find("field[@name='state']")
    if bar is not None:
        header.append(bar)
    position = form.index(header) + 1
    for banner in parts.xpath("./div"):
        if not form.xpath("./div[@name=$name]", name=banner.get("name")):
            form.insert(position, deepcopy(banner))
            position += 1
    shared = parts.find("sheet")
    box = sheet.find("div[@name='button_box']")
    if box is None:
        box = deepcopy(shared.find("div[@name='button_box']"))
        sheet.insert(0, box)
    else:
        _add_missing(box, shared.find("div[@name='button_box']"))
    _add_missing(_child(sheet, "notebook", len(sheet)), shared.find("notebook"))


def freeze(form, names, state):
    """Show fields as read-only, where the form does not say when they are.

    :param names: the fields that are frozen
    :param str state: expression of when they are
    """
    for node in form.iter("field"):
        if (
            node.get("name") in names
            and not node.get("readonly")
            and not any(parent.tag == "field" for parent in node.iterancestors())
        ):
            node.set("readonly", state)


def _child(parent, tag, position):
    """Return the first child with a tag; one is made if there is none."""
    child = parent.find(tag)
    if child is None:
        child = parent.makeelement(tag)
        parent.insert(position, child)
    return child


def _merge(target, shared):
    """Bring the children of `target` into the order of `shared`, its own ones last."""
    own = list(target)
    for node in shared:
        same = [child for child in own if _is_same(child, node)]
        for child in same or [deepcopy(node)]:
            target.append(child)
    for child in own:
        if not any(_is_same(child, node) for node in shared):
            target.append(child)


def _add_missing(target, shared):
    for node in shared:
        if not any(_is_same(child, node) for child in target):
            target.append(deepcopy(node))


def _is_same(node, other):
    return node.tag == other.tag and node.get("name") == other.get("name")
