from typing import Any, NamedTuple

from odoo import api, fields, models

from ...engine.approval import Part, broken_rules, shortage


class Gap(NamedTuple):
    """Why documents of a type could not be approved.

    :param str level: ``error``: nobody's could; ``warning``: those of some people
    :param stage: itsm.approval.stage that could not be decided; empty: there is none
    :param str text: what is wrong, and what to do
    """

    level: str
    stage: Any
    text: str


class ItsmDocumentType(models.Model):
    """Whether there are enough people to decide the stages of a document type."""

    _inherit = "itsm.document.type"

    coverage_level = fields.Selection(
        selection=[("ok", "OK"), ("warning", "Too Few"), ("error", "Nobody")],
        string="Coverage",
        compute="_compute_coverage",
    )
    coverage_warning = fields.Text(
        string="What Is Lacking",
        compute="_compute_coverage",
        help="Why documents of this type could not be approved in this company.",
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "model",
        "stage_ids.active",
        "stage_ids.act",
        "stage_ids.decider_kind",
        "stage_ids.group_id.user_ids",
        "stage_ids.user_ids",
        "stage_ids.needed",
        "stage_ids.company_id",
    )
    @api.depends_context("company", "lang")
    def _compute_coverage(self):
        gaps = self._coverage_gaps()
        for document_type in self:
            found = gaps[document_type]
            levels = {gap.level for gap in found}
            document_type.coverage_level = next(
                (level for level in ("error", "warning") if level in levels), "ok"
            )
            document_type.coverage_warning = "\n".join(gap.text for gap in found)

    # === BUSINESS METHODS === #

    def _coverage_gaps(self):
        """Return what people lack to decide documents of these types.

        In the current company, for types in use: first whether the stages can be
        decided at all, then whether they can be when one of those who may write such
        documents has written it. A person on the document is taken to be somebody else;
        a stage with a condition is judged with those that have none.

        :return: ``{type: [Gap]}``
        """
        company = self.env.company
        result = {}
        for document_type in self:
            gaps = result[document_type] = []
            if not document_type.is_used:
                continue
            stages = document_type.stage_ids.filtered(
                lambda stage: not stage.company_id or stage.company_id == company
            )
            if not stages:
                text = self.env._(
                    "No stage applies in this company: documents of this type cannot"
                    " be submitted. Add a stage."
                )
                gaps.append(Gap("error", stages, text))
            always = stages.filtered(lambda stage: not stage._is_conditional())
            for more in [stages.browse(), *(stages - always)]:
                for gap in document_type._gaps_of_stages(always | more):
                    if gap not in gaps:
                        gaps.append(gap)
        return result

    def _gaps_of_stages(self, stages):
        """Return what is lacking when these stages apply.

        :return: list of ``Gap``
        """
        stages = stages.sorted()
        engine = tuple(stage._engine_stage() for stage in stages)
        candidates = {
            stage.id: stage._candidates_in(self.env.company) for stage in stages
        }
        lacking = shortage(engine, candidates, {})
        if lacking:
            return [self._error_of(stages.browse(lacking.key), candidates[lacking.key])]
        by_stage = {}
        deciders = frozenset().union(*candidates.values())
        for person in sorted(deciders & self._writers()):
            parts = {Part.AUTHOR: {person}, Part.SUBMITTER: {person}}
            barred = {
                stage.key: {
                    one
                    for one in candidates[stage.key]
                    if isinstance(one, int) and broken_rules(stage.act, one, parts)
                }
                for stage in engine
            }
            lacking = shortage(engine, candidates, barred)
            if lacking:
                by_stage.setdefault(lacking.key, []).append(person)
        return [
            self._warning_of(stages.browse(key), people)
            for key, people in by_stage.items()
        ]

    def _error_of(self, stage, people):
        values = {
            "stage": stage.name,
            "count": stage.needed,
            "who": stage._who_text(),
            "names": self._names(people),
        }
        if not people:
            text = self.env._(
                "Nobody can decide the stage %(stage)s: %(who)s, held by nobody. Give"
                " the role to somebody.",
                **values,
            )
        elif len(people) < stage.needed:
            text = self.env._(
                "Too few can decide the stage %(stage)s: %(count)s of %(who)s must"
                " agree, and there are only %(names)s. Give the role to somebody else"
                " too.",
                **values,
            )
        else:
            text = self.env._(
                "The stage %(stage)s could not be decided: %(names)s must decide"
                " another stage, and nobody decides in two roles. Give the role"
                " %(who)s to somebody else too.",
                **values,
            )
        return Gap("error", stage, text)

    def _warning_of(self, stage, people):
        text = self.env._(
            "If %(names)s writes a document, nobody else can decide the stage"
            " %(stage)s. Give the role %(who)s to somebody else too.",
            names=self._names(people, self.env._(" or ")),
            stage=stage.name,
            who=stage._who_text(),
        )
        return Gap("warning", stage, text)

    def _names(self, people, separator=", "):
        users = self.env["res.users"].browse(
            sorted(one for one in people if isinstance(one, int))
        )
        # superuser: names of colleagues
        return separator.join(users.sudo().mapped("name"))

    @api.model
    def _writer_groups(self, model):
        """Return the groups that may create documents of a model.

        :rtype: res.groups
        """
        # superuser: access rights are not everybody's to read
        access = self.env["ir.model.access"].sudo()
        return access.search(
            [("model_id.model", "=", model), ("perm_create", "=", True)]
        ).group_id

    def _writers(self):
        """Return who may write documents of this type in the current company.

        :return: frozenset of user ids
        """
        self.ensure_one()
        # superuser: the groups of others count
        users = self.env["res.users"].sudo()
        return frozenset(
            users.search(
                [
                    ("all_group_ids", "in", self._writer_groups(self.model).ids),
                    ("company_ids", "in", self.env.company.ids),
                    ("share", "=", False),
                ]
            ).ids
        )


class ItsmApprovalStage(models.Model):
    """Who would decide a stage, before there is a document."""

    _inherit = "itsm.approval.stage"

    def _is_conditional(self):
        """Return whether some documents of the type do not pass the stage."""
        return bool(self.amount_above or not self._domain().is_true())

    def _candidates_in(self, company):
        """Return who would decide the stage in a company.

        :return: set of user ids; of a person on the document, who is not known yet,
            texts that stand for somebody else
        """
        self.ensure_one()
        if self.decider_kind == "person":
            return {f"{self.id}:{place}" for place in range(self.needed)}
        # superuser: who holds a role does not depend on who looks
        stage = self.sudo()
        people = stage.group_id if self.decider_kind == "role" else stage
        eligible = self.env["itsm.approval.round.stage"]._eligible
        return set(eligible(people.user_ids, company).ids)
