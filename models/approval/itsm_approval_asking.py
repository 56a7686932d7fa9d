from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Command, Domain

from . import guard

MODULE = "itsm_service_delivery"
ASKED = f"{MODULE}.mail_activity_approval"
NOBODY = f"{MODULE}.mail_activity_nobody_decides"


class ItsmApprovalRoundStage(models.Model):
    """Who is asked to decide a pending stage, and how he hears of it."""

    _inherit = "itsm.approval.round.stage"

    # === BUSINESS METHODS === #

    def _ask(self):
        """Ask those who can decide the stages today, by an activity on the document.

        Where too few are left, administrators get an activity that says what to do.
        """
        # superuser: who is asked does not depend on who has caused it
        stages = self.sudo()
        people, short = stages._who_decides()
        by_people = {}
        for stage in stages.with_context(active_test=False):
            # compared first: a write of what is there already costs a query each
            if set(stage.asked_ids.ids) != people[stage.id]:
                by_people.setdefault(people[stage.id], []).append(stage.id)
        for asked, stage_ids in by_people.items():
            guard.with_key(stages.browse(stage_ids)).write(
                {"asked_ids": [Command.set(sorted(asked))]}
            )
        stages._sync_activities(people, short)

    def _people_to_ask(self):
        """Return who can decide each pending stage today, delegates included.

        :return: ``{stage id: frozenset of user ids}``
        """
        return self._who_decides()[0]

    def _who_decides(self):
        """Return who can decide each pending stage today, and where that is too few.

        :return: ``{stage id: frozenset of user ids}``, and the stages for which there
            are fewer people than still must agree
        """
        people = {}
        short = self.browse()
        for stage, approval, holders, delegations, day in self._questions():
            reachable = holders | {
                delegation.delegate
                for delegation in delegations
                if delegation.principal in holders
            }
            may = {
                person: approval.principals(person, holders, delegations, day)
                for person in reachable
            }
            people[stage.id] = frozenset(person for person in may if may[person])
            missing = stage.needed - len(approval.approvals(stage.id))
            enough = len(frozenset().union(*may.values())) >= missing
            if stage._is_put_to_people() and not enough:
                short |= stage
        return people, short

    def _principals_of(self, user):
        """Return for whom a person can decide each pending stage today.

        :return: ``{stage id: user ids}``, himself first; empty: he cannot decide
        """
        return {
            stage.id: approval.principals(user.id, holders, delegations, day)
            for stage, approval, holders, delegations, day in self._questions()
        }

    def _questions(self):
        """Yield each stage with what the engine is asked about it.

        The rounds are as the log says, with the parts that people have today: as they
        are when somebody decides.

        :return: ``(stage, engine.approval.Round, holders, delegations, day)``
        """
        candidates = self._candidates()
        # superuser: who can decide does not depend on who looks
        stages = self.sudo()
        documents = stages._documents()
        delegations = {
            company: self.env["itsm.approval.delegation"]._of_today(company)
            for company in stages.grouped("company_id")
        }
        for stage, as_seen in zip(stages, self, strict=True):
            day, known = delegations[stage.company_id]
            document = documents[stage.res_model, stage.res_id]
            yield (
                as_seen,
                document._engine_round(stage.round_id),
                candidates[stage.id],
                tuple(known.values()),
                day,
            )

    def _documents(self):
        """Return the stages' documents, to be read together.

        :return: ``{(model, id): document}``
        """
        return {
            (model, document.id): document
            for model, stages in self.grouped("res_model").items()
            for document in self.env[model].browse(stages.mapped("res_id"))
        }

    @api.model
    def _refresh_asked(self, users=None, roles=None):
        """Ask anew who can decide what is pending.

        :param res.users users: whom a change of roles, companies or delegations
            concerns; None: whatever has changed
        :param res.groups roles: which they have had before
        """
        domain = Domain("state", "=", "pending")
        if users is not None:
            domain &= self._domain_concerning(users, roles)
        # superuser: all that is pending, whoever has caused the change
        self.sudo().search(domain)._ask()

    @api.model
    def _domain_concerning(self, users, roles=None):
        """Return which stages people decide, or would if their roles had stayed."""
        # superuser: the delegations and roles of others count as well
        delegations = self.env["itsm.approval.delegation"].sudo()
        principals = delegations.search([("delegate_id", "in", users.ids)]).user_id
        people = users.sudo() | principals
        groups = people.group_ids
        if roles:
            groups |= roles.sudo()
        return (
            Domain("group_id", "in", groups.ids)
            | Domain("user_ids", "in", people.ids)
            | Domain("asked_ids", "in", users.ids)
        )

    def _sync_activities(self, people, short):
        """Give each one asked his activity, and take it from those no longer asked.

        :param people: ``{stage id: user ids}``
        :param short: the stages that administrators must see to
        """
        asked, nobody = self._type_id(ASKED), self._type_id(NOBODY)
        wanted = {
            (stage.id, user_id, asked)
            for stage in self
            for user_id in people[stage.id]
        }
        wanted |= {
            (stage.id, user.id, nobody)
            for stage in short
            for user in self._administrators(stage.company_id)
        }
        # the archived as well: who has dealt with one is not told again
        activities = self.env["mail.activity"].with_context(active_test=False)
        existing = activities.search(
            [
                ("itsm_stage_id", "in", self.ids),
                ("activity_type_id", "in", [asked, nobody]),
            ]
        )
        there = {
            activity: (
                activity.itsm_stage_id.id,
                activity.user_id.id,
                activity.activity_type_id.id,
            )
            for activity in existing
        }
        existing.filtered(lambda activity: there[activity] not in wanted).unlink()
        self._create_activities(
            [
                (self.browse(stage_id), user_id, type_id)
                for stage_id, user_id, type_id in sorted(wanted - {*there.values()})
            ]
        )

    def _create_activities(self, entries):
        """Create activities on the stages' documents.

        :param entries: ``[(stage, user id, activity type id)]``
        """
        users = self.env["res.users"].browse({entry[1] for entry in entries})
        langs = {user.id: user.lang for user in users}
        stages = self.browse({entry[0].id for entry in entries})
        for documents in stages._documents().values():
            # read together here: each activity shows its document's name
            documents.mapped("display_name")
        activities = self.env["mail.activity"]
        activities.with_context(mail_activity_quick_update=True).create(
            [
                {
                    "res_model_id": self.env["ir.model"]._get_id(stage.res_model),
                    "res_id": stage.res_id,
                    "activity_type_id": type_id,
                    "date_deadline": stage.due_date or fields.Date.today(),
                    "user_id": user_id,
                    "itsm_stage_id": stage.id,
                    **stage.with_context(lang=langs[user_id])._activity_text(type_id),
                }
                for stage, user_id, type_id in entries
            ]
        )

    def _activity_text(self, type_id):
        """Return what an activity of a type says.

        :rtype: dict
        """
        self.ensure_one()
        if type_id != self._type_id(NOBODY):
            return {"summary": self.name}
        return {
            "summary": self.env._("Nobody can decide: %s", self.name),
            "note": Markup("<p>%s</p>")
            % self.env._(
                "%(document)s waits for the stage %(stage)s, for which %(count)s of"
                " %(who)s must agree. Too few are left who may: people have gone, lost"
                " the role or are barred by the duty rules. Give the role to somebody"
                " else (Configuration > Roles), or enter a delegation: the stage is"
                " then put to them by itself. Nothing that was decided is lost.",
                document=self.round_id.display_name,
                stage=self.name,
                count=self.needed,
                who=self._who_text(),
            ),
        }

    @api.model
    def _type_id(self, xmlid):
        """Return the id of an activity type, without a query."""
        data = self.env["ir.model.data"]
        return data._xmlid_to_res_id(xmlid, raise_if_not_found=True)

    @api.model
    def _administrators(self, company):
        """Return who sees to what nobody can decide.

        :param company: whose document it is; empty: any
        :rtype: res.users
        """
        group = self.env.ref(f"{MODULE}.group_administrator")
        # superuser: whom the groups name is not everybody's to read
        users = group.sudo().user_ids.filtered(lambda user: not user.share)
        return users.filtered(lambda user: company in user.company_ids) or users

    def _stop_asking(self):
        """Take the activities away: the stages have ended."""
        # superuser: they are other people's
        activities = self.env["mail.activity"].sudo()
        activities.search([("itsm_stage_id", "in", self.ids)]).unlink()
        guard.with_key(self.sudo()).write({"asked_ids": [Command.clear()]})
