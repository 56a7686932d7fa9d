"""Nothing is written to a closed project, by anybody."""

from odoo.exceptions import UserError

from ..approval import guard

# What people do around a record changes nothing of what was closed.
_AROUND = (*guard.SOCIAL_PREFIXES, "access_", "favorite_", "is_favorite")


def check_open(records, projects, names=()):
    """Refuse to write to closed projects.

    :param records: what is written
    :param projects: the `project.project` that it belongs to
    :param names: the fields to be written; those that are no content may be
    :raise UserError: names the project and its closure
    """
    if names and all(name.startswith(_AROUND) for name in names):
        return
    # superuser: it is closed for everyone, whoever sees it
    for project in projects.sudo():
        if project.itsm_closure_id:
            raise UserError(
                records.env._(
                    "%(project)s is closed (%(closure)s): nothing is written to it any"
                    " more. A project change reopens it.",
                    project=project.display_name,
                    closure=project.itsm_closure_id.number,
                )
            )
