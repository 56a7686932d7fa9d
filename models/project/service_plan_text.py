"""HTML of what a service plan takes over: paragraphs, lists, tables."""

from markupsafe import Markup

from odoo.tools import is_html_empty

_TABLE = Markup('<table class="table table-bordered"><tbody>%s</tbody></table>')


def paragraph(text):
    """Return a paragraph, or nothing for an empty text."""
    return Markup("<p>%s</p>") % text if text else Markup()


def heading(text, body):
    """Return a body under its heading, or nothing when there is no body."""
    if is_html_empty(body):
        return Markup()
    return Markup("<h3>%s</h3>") % text + Markup(body)


def listing(texts):
    """Return a list of texts, or nothing when there is none."""
    items = Markup().join(Markup("<li>%s</li>") % text for text in texts if text)
    return Markup("<ul>%s</ul>") % items if items else Markup()


def table(heads, rows):
    """Return a table, or nothing when it has no row.

    :param heads: texts of the first row
    :param rows: lists of texts, as long as `heads`
    """
    if not rows:
        return Markup()
    first = _row("th", heads)
    return _TABLE % (first + Markup().join(_row("td", row) for row in rows))


def _row(tag, cells):
    cell = Markup(f"<{tag}>%s</{tag}>")
    texts = ("" if text is None or text is False else text for text in cells)
    return Markup("<tr>%s</tr>") % Markup().join(cell % text for text in texts)
