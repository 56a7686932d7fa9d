from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...engine import allocation
from ...engine.rounding import exact, half_up
from .itsm_project_member import LIVE


class ItsmProjectMember(models.Model):
    """Whether somebody has promised more time than there is, over all projects."""

    _inherit = "itsm.project.member"

    peak_pct = fields.Float(
        string="Highest Total (%)",
        digits=(6, 2),
        compute="_compute_allocation",
        help="The highest sum of this person's confirmed shares in all projects, on a"
        " day of this membership. A proposal counts as if it were confirmed.",
    )
    is_over_allocated = fields.Boolean(
        string="Over-Allocated",
        compute="_compute_allocation",
        search="_search_is_over_allocated",
    )
    allocation_warning = fields.Text(
        string="Over-Allocation", compute="_compute_allocation"
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "employee_id", "user_id", "allocation_pct", "date_start", "date_end", "state"
    )
    @api.depends_context("uid", "lang")
    def _compute_allocation(self):
        around = self._get_shares_around()
        for member in self:
            others = around[member]
            member.peak_pct = member._get_peak(others)
            found = member._get_overloads(others)
            member.is_over_allocated = bool(found)
            member.allocation_warning = "\n".join(
                member._describe_overload(overload, others) for overload in found
            )

    @api.model
    def _search_is_over_allocated(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        members = self.search(Domain("state", "in", LIVE))
        around = members._get_shares_around()
        return Domain(
            "id",
            "in",
            [m.id for m in members if m._get_overloads(around[m])],
        )

    # === BUSINESS METHODS === #

    def _get_shares_around(self):
        """Return the confirmed shares of the same person beside each membership.

        :return: ``{member: {other member, as superuser: engine.allocation.Share}}``
        """
        # superuser: a share in a project that one does not see counts all the same
        live = self.filtered(lambda m: m.state in LIVE).sudo()
        domain = live._get_person_domain() & Domain("state", "=", "confirmed")
        by_person = {}
        for other in self.sudo().search(domain):
            by_person.setdefault(other._get_person(), []).append(other)
        result = {}
        for member in self:
            others = by_person.get(member.sudo()._get_person(), [])
            result[member] = {
                other: share
                for other in others
                if member.state in LIVE and other.id != member._origin.id
                for share in [other._to_share(member)]
                if share
            }
        return result

    def _get_person(self):
        """Return whose time it is: of one login, or of somebody without one."""
        if self.user_id:
            return "user", self.user_id._origin.id
        return "employee", self.employee_id._origin.id

    def _to_share(self, instead=None):
        """Return the days and the share as the engine takes them, or None: no day.

        :param instead: a proposal that takes this place over
        """
        end = self.date_end and self.date_end + timedelta(days=1)
        if instead and self.id and instead.predecessor_id.id == self.id:
            end = min(end or instead.date_start, instead.date_start)
        if not self.date_start or (end and end <= self.date_start):
            return None
        return allocation.Share(
            self.sudo()._get_person(),
            self.date_start,
            end or None,
            exact(self.allocation_pct),
        )

    def _get_overloads(self, others):
        """Return the engine's `Overload` spans that fall into this membership."""
        own = self._to_share() if self.state in LIVE else None
        if not own or not own.pct:
            return []
        found = allocation.overloads([own, *others.values()]).get(own.person, [])
        return [overload for overload in found if _meet(own, overload)]

    def _get_peak(self, others):
        own = self._to_share() if self.state in LIVE else None
        if not own:
            return 0.0
        within = [_clip(share, own) for share in others.values() if _meet(own, share)]
        return float(allocation.peaks([own, *within]).get(own.person, 0))

    def _describe_overload(self, overload, others):
        """Return when, how much and with which projects, as far as the user sees them.

        :rtype: str
        """
        others = [m for m, share in others.items() if share and _meet(share, overload)]
        projects = self.env["project.project"].union(
            *(other.project_id for other in others)
        )
        visible = projects.with_env(self.env)._filtered_access("read")
        names = []
        for other in others:
            project = other.project_id.with_env(self.env)
            known = project in visible
            name = project.display_name if known else self.env._("another project")
            names.append(f"{name} {_percent(other.allocation_pct)}")
        last = overload.end and overload.end - timedelta(days=1)
        start = self._format_day(overload.start)
        period = (
            f"{start} – {self._format_day(last)}"
            if last
            else self.env._("from %(start)s", start=start)
        )
        return self.env._(
            "%(period)s: %(peak)s of the working time, with %(projects)s",
            period=period,
            peak=_percent(overload.peak),
            projects=", ".join(names),
        )


def _meet(one, other):
    """Return whether two spans of days, each with `start` and `end`, share a day."""
    return (one.end is None or other.start < one.end) and (
        other.end is None or one.start < other.end
    )


def _clip(share, within):
    """Return the part of a share on the days of another one."""
    ends = [end for end in (share.end, within.end) if end is not None]
    return allocation.Share(
        share.person,
        max(share.start, within.start),
        min(ends, default=None),
        share.pct,
    )


def _percent(value):
    """Return a percentage as it is read: 130 % or 66.67 %."""
    text = f"{half_up(value, 2)}".rstrip("0").rstrip(".")
    return f"{text} %"
