import json

from odoo import api, models
from odoo.fields import Command

# What the service department says of a requirement, and sales do not.
ASSESSMENT = ("current_capability", "gap", "feasible", "feasibility_note")


class ItsmDemo(models.AbstractModel):
    """How the demo company comes to a contract: needs and plan (domain 7)."""

    _inherit = "itsm.demo"

    @api.model
    def _collect_needs(self, order, story, xmlid):
        """Have sales collect a customer's needs, and both departments confirm them.

        :param str order: name of the quotation
        :param str story: JSON file, see `_told`
        :param str xmlid: name of the sheet's record
        """
        told = self._story(story)["sheet"]
        order = self._as(self._ref(order), "linfang")
        order.action_itsm_collect_information()
        sheet = self._as(order.itsm_sheet_ids, "linfang")
        requirements = told.pop("requirement_ids")
        collected = [
            {key: value for key, value in row.items() if key not in ASSESSMENT}
            for row in requirements
        ]
        sheet.write(
            {
                **self._told(sheet, {**told, "requirement_ids": collected}),
                "service_collector_id": self._user("zhaolei").id,
            }
        )
        assessed = self._as(sheet, "zhaolei").requirement_ids.sorted("id")
        for requirement, row in zip(assessed, requirements, strict=True):
            said = {key: row[key] for key in ASSESSMENT if key in row}
            requirement.write(self._told(requirement, said))
        self._agree(sheet, "linfang", "chenjing")
        self._remember(xmlid, sheet)

    @api.model
    def _begin_change(self, contract, story, xmlid):
        """Have sales begin to collect the needs behind a change: still a draft.

        :param str contract: name of the contract in force
        :param str story: JSON file, see `_told`
        :param str xmlid: name of the sheet's record
        """
        contract = self._as(self._ref(contract), "linfang")
        sheets = contract.env["itsm.information.sheet"]
        sheet = sheets.browse(contract.action_collect_change()["res_id"])
        sheet.write(self._told(sheet, self._story(story)["sheet"]))
        self._remember(xmlid, sheet)

    @api.model
    def _draw_up_plan(self, order, sheet, story, xmlid, number, *deciders):
        """Have sales and the service department draw up a plan, and approve it.

        :param str order: name of the quotation, whose prices and standard SLA it has
        :param str sheet: name of the confirmed information sheet
        :param str story: JSON file, see `_told`
        :param str xmlid: name of the plan's record
        :param str number: of the plan in the story
        :param deciders: users, one for each stage; without them it stays a draft
        """
        story = self._story(story)
        order = self._as(self._ref(order), "linfang")
        order.action_itsm_create_plan()
        plan = order.itsm_plan_ids
        self._number_document(plan, number)
        plan = self._as(plan, "zhaolei")
        plan.write(
            {
                **self._told(plan, story["plan"]),
                "sheet_id": self._ref(sheet).id,
                "service_manager_id": self._user("chenjing").id,
            }
        )
        plan.action_fill_from_sheet()
        if not plan.sla_id:
            standard = order.sudo().itsm_sla_id.with_user(plan.env.user)
            standard._copy_to_plan(plan).action_choose()
        for variant in story.get("variants", ()):
            self._draft_variant(plan, variant)
        if deciders:
            self._agree(plan, "zhaolei", *deciders)
        self._remember(xmlid, plan)

    @api.model
    def _draft_variant(self, plan, told):
        """Draft another SLA for a plan, from the one that it has.

        :param dict told: ``name`` in each language, and ``values``, see `_told`
        """
        draft = plan.sla_id._copy_to_plan(plan)
        draft.write(self._told(draft, told["values"]))
        for code, _name in self.env["res.lang"].get_installed():
            draft.with_context(lang=code).name = told["name"][code[:2]]

    # === HELP === #

    @api.model
    def _story(self, path):
        return json.loads(self._file(path))

    @api.model
    def _told(self, record, told):
        """Return values to write, in the language the story is told in.

        :param record: whose fields they are
        :param dict told: by field: a value, a text as ``{"en": …, "zh": …}``, the code
            or name of a record, or a list of such dicts for lines
        """
        return {
            name: self._told_value(record._fields[name], value)
            for name, value in told.items()
        }

    @api.model
    def _told_value(self, field, value):
        if field.type == "one2many":
            lines = self.env[field.comodel_name]
            return [
                Command.clear(),
                *(Command.create(self._told(lines, row)) for row in value),
            ]
        if field.type == "many2many":
            return [Command.set([self._named(field, name).id for name in value])]
        if field.type == "many2one":
            return self._named(field, value).id
        if isinstance(value, dict):
            return value[self._language()]
        return value

    @api.model
    def _named(self, field, name):
        """Return the record that the story means by a name or a code."""
        model = field.comodel_name
        if model == "itsm.service":
            entries = self.env[model].search([("code", "=", name)])
            return entries.filtered(lambda entry: entry.state == "in_force")[:1]
        if model == "itsm.priority":
            return self.env[model].search([("code", "=", name)], limit=1)
        prefix = {
            "res.partner": "partner",
            "res.users": "user",
            "resource.calendar": "calendar",
        }[model]
        return self._ref(f"{prefix}_{name}")

    @api.model
    def _remember(self, xmlid, record):
        """Name a record for the files that follow."""
        self.env["ir.model.data"]._update_xmlids(
            [
                {
                    "xml_id": f"itsm_service_delivery.demo_{xmlid}",
                    "record": record.sudo(),
                    "noupdate": True,
                }
            ]
        )
