import base64
import csv
import io

from odoo import api, fields, models
from odoo.fields import Command

# What the annex lists of each piece of equipment.
EQUIPMENT = ("type", "name", "model", "quantity", "location", "maintenance")


class ItsmDemo(models.AbstractModel):
    """How the demo company's contracts are made, agreed, and amended (domain 7)."""

    _inherit = "itsm.demo"

    @api.model
    def _make_contract(self, order, xmlid, number, ordered_on, review=None, **values):
        """Confirm an order, and bring its contract as far as its signatures.

        :param str order: name of the order, without ``demo_``
        :param str xmlid: name of the contract's record
        :param str number: of the contract in the story
        :param str ordered_on: local date, the order's date
        :param str review: number of a contract review that returned it once
        :param values: fields of the contract; ``name_en`` and ``name_zh`` its title
        """
        order = self._as(self._ref(order), "linfang")
        order.action_confirm()
        order.date_order = self._instant(f"{ordered_on} 10:00")
        order.action_itsm_create_contract()
        contract = order.itsm_contract_ids
        self._number_document(contract, number)
        draft = contract.sla_ids
        titles = {language: values.pop(f"name_{language}") for language in ("en", "zh")}
        contract.write(
            {
                **values,
                "name": titles[self._language()],
                "service_manager_id": self._user("chenjing").id,
            }
        )
        # The title of a contract is one text; that of its SLA is in each language.
        for language, _name in self.env["res.lang"].get_installed():
            sla = draft.with_context(lang=language)
            sla.name = sla.env._("SLA %(contract)s", contract=contract.number)
        if sheet := contract.plan_id.sheet_id:
            self._add_annexes(contract, sheet)
        self._agree(draft, "linfang", "liuyang", "chenjing")
        if review:
            self._return_once(contract, review)
        self._review(contract)
        self._remember(xmlid, contract)
        self._remember(f"{xmlid}_sla", draft)

    @api.model
    def _add_annexes(self, contract, sheet):
        """Add the equipment that was surveyed; the list of staff follows."""
        annexes = contract.env["itsm.contract.annex"]
        kinds = ("equipment", "staff")

        def names(env):
            labels = annexes._fields["kind"]._description_selection(env)
            return [{"name": dict(labels)[kind]} for kind in kinds]

        equipment = {
            "file": base64.b64encode(self._list_equipment(sheet)),
            "file_name": f"{contract.number}-2.csv",
        }
        annexes._write_texts(
            [
                {"contract_id": contract.id, "kind": kind, "sequence": place, **rest}
                for place, (kind, rest) in enumerate(
                    zip(kinds, (equipment, {"is_to_follow": True}), strict=True), 1
                )
            ],
            names,
        )

    @api.model
    def _list_equipment(self, sheet):
        """Return the configuration of a sheet as a table that spreadsheets open."""
        lines = self._as(sheet, "linfang").ci_ids
        labels = lines.fields_get(EQUIPMENT, ["string"])
        table = io.StringIO()
        writer = csv.writer(table)
        writer.writerow(labels[name]["string"] for name in EQUIPMENT)
        writer.writerows(lines._export_rows([[name] for name in EQUIPMENT]))
        return table.getvalue().encode("utf-8-sig")

    @api.model
    def _amend_contract(
        self, contract, xmlid, first_day, summary_en, summary_zh, **line
    ):
        """Have sales write an amendment with one more service; it stays a draft.

        :param str contract: name of the contract
        :param str xmlid: name of the amendment's record
        :param str first_day: on which it holds
        :param line: of the service, with ``name_en``, ``name_zh``, ``product``,
            ``months`` until the contract's end and ``price_unit``, taxes included
        """
        contract = self._as(self._ref(contract), "linfang")
        summary = {"en": summary_en, "zh": summary_zh}[self._language()]
        fee = contract.monthly_fee + line["price_unit"]
        draft = contract.amend(summary, fields.Date.to_date(first_day))
        draft.line_ids = [
            Command.create(
                {
                    "product_id": self._ref(f"product_{line['product']}").id,
                    "name": line[f"name_{self._language()}"],
                    "quantity": line["months"],
                    "price_unit": line["price_unit"],
                    "sequence": 100,
                }
            )
        ]
        draft.monthly_fee = fee
        self._pay_more(draft, line["price_unit"])
        self._remember(xmlid, draft)

    @api.model
    def _pay_more(self, amendment, monthly):
        """Add a monthly price to the payments, for the months it is due from on."""
        first = amendment.date_effective
        amounts = {line: line.amount for line in amendment.base_id.payment_ids}
        for line, amount in zip(
            amendment.payment_ids, amounts.values(), strict=True
        ):
            begin = max(first, line.date_from)
            months = (line.date_to.year - begin.year) * 12
            months += line.date_to.month - begin.month + 1
            line.write(
                {"percentage": 0, "amount": amount + monthly * max(months, 0)}
            )
