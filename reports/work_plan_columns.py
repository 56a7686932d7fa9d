"""The columns of a work plan's workbook: what is exported is imported again."""

# Field of the line, width. Those that a plan says; only these are imported.
PLANNED = (
    ("wbs", 10),
    ("name", 42),
    ("description", 42),
    ("deliverable", 26),
    ("user_id", 18),
    ("helper_ids", 22),
    ("date_start", 12),
    ("date_end", 12),
    ("planned_hours", 10),
    ("predecessor_ids", 14),
    ("is_milestone", 10),
    ("acceptance_standard", 30),
    ("recurrence", 12),
    ("section_ids", 18),
    ("is_cancelled", 10),
    ("remark", 24),
)
ACTUAL = (
    ("actual_start", 12),
    ("actual_end", 12),
    ("actual_hours", 10),
    ("progress", 9),
    ("state", 14),
    ("variance_days", 10),
)
# Which line of the plan a row is: so it stays the same one when it is imported.
KEY = ("key", 34)
# Without these a sheet is no work plan.
NEEDED = ("wbs", "name", "date_start", "date_end")
SEPARATOR = "; "
# Rows above the headings: title, what the workbook is about.
HEADING_ROW = 3


def labels(env, name):
    """Return how a column may be called: its label in every installed language.

    :rtype: set[str]
    """
    field = env["itsm.work.plan.line"]._fields[name]
    # superuser: which languages there are is no secret
    codes = [code for code, _name in env["res.lang"].sudo().get_installed()]
    return {
        field._description_string(env["base"].with_context(lang=code).env).casefold()
        for code in [*codes, "en_US"]
    }


def choices(env, name):
    """Return ``{label in any language, or value: value}`` of a selection."""
    field = env["itsm.work.plan.line"]._fields[name]
    # superuser: see above
    codes = [code for code, _name in env["res.lang"].sudo().get_installed()]
    found = {}
    for code in [*codes, "en_US"]:
        there = env["base"].with_context(lang=code).env
        for value, label in field._description_selection(there):
            found[label.casefold()] = found[value] = value
    return found
