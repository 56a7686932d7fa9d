import functools
import operator

from markupsafe import Markup

from odoo import api, models

from .itsm_demo import MODULE

# What a service says of itself, in every language.
SERVICE_TEXTS = (
    "description",
    "inclusions",
    "exclusions",
    "deliverables",
    "preconditions",
    "level_note",
)

_MODELS = {
    "calendar": "resource.calendar",
    "channel": "helpdesk.ticket.channel",
    "partner": "res.partner",
    "product": "product.product",
    "service": "itsm.service",
}


class ItsmDemo(models.AbstractModel):
    """The service catalogue: written, reviewed, approved, published, revised."""

    _inherit = "itsm.demo"

    @api.model
    def _write_services(self):
        """Write the catalogue, as the service manager does, in every language."""
        author = self._user("chenjing")
        services = self.env["itsm.service"].with_user(author).with_context(lang="en_US")
        for row in self._rows("catalogue/services.csv"):
            service = services.create(
                {
                    "code": row["code"],
                    "name": row["name_en"],
                    "category_id": self._ref(f"service_category_{row['category']}").id,
                    "audience": row["audience"],
                    "criticality": row["criticality"],
                    "owner_id": self._user(row["owner"]).id,
                    "calendar_id": self._refs("calendar", row["calendar"]).id,
                    "channel_ids": self._refs("channel", row["channels"]).ids,
                    "charge_basis": row["charge_basis"],
                    "product_id": self._refs("product", row["product"]).id,
                    "depends_on_ids": self._refs("service", row["depends_on"]).ids,
                    "supplier_ids": self._refs("partner", row["suppliers"]).ids,
                    "company_id": self._ref("company_yunling").id,
                }
            )
            if self._speaks_chinese():
                service.update_field_translations("name", {"zh_CN": row["name_zh"]})
            for name in SERVICE_TEXTS:
                if row[f"{name}_en"]:
                    items = [row[f"{name}_{lang}"].split("|") for lang in ("en", "zh")]
                    self._write_text(service, name, *items)
            self._name_service(service, row["id"])

    def _write_text(self, service, name, english, chinese):
        """Write a text of a service in every language; several items are a list."""
        tag = "<p>%s</p>" if len(english) == 1 else "<li>%s</li>"
        lines = Markup().join(Markup(tag) % item for item in english)
        service[name] = lines if len(english) == 1 else Markup("<ul>%s</ul>") % lines
        if self._speaks_chinese():
            terms = dict(zip(english, chinese, strict=True))
            service.update_field_translations(name, {"zh_CN": terms})

    def _speaks_chinese(self):
        return bool(self.env["res.lang"]._get_data(code="zh_CN"))

    def _name_service(self, service, name):
        self.env["ir.model.data"]._update_xmlids(
            [
                {
                    "xml_id": f"{MODULE}.demo_service_{name}",
                    "record": service.sudo(),
                    "noupdate": True,
                }
            ]
        )

    @api.model
    def _publish_services(self, names):
        """Take services through review and approval into the catalogue.

        :param names: those that others depend on come first
        """
        for name in names:
            service = self._ref(f"service_{name}").with_user(self._user("chenjing"))
            self._agree(service, "chenjing", "liuyang", "wanghaitao")
            service.action_put_in_force()

    @api.model
    def _return_service(self, service, reason_en, reason_zh):
        """Submit a service and return it for rework."""
        service = self._ref(f"service_{service}")
        self._agree(service, "chenjing")
        reason = {"en": reason_en, "zh": reason_zh}[self._language()]
        self._as(service, "liuyang").decide("returned", reason)

    @api.model
    def _revise_service(
        self, service, change_en, change_zh, included_en, included_zh, publish=False
    ):
        """Write a version of a service that includes more, and submit it.

        :param bool publish: otherwise it stays in review
        """
        name = service
        former = self._ref(f"service_{name}").with_user(self._user("chenjing"))
        change = {"en": change_en, "zh": change_zh}[self._language()]
        service = former.revise(False, change)
        rows = self._rows("catalogue/services.csv")
        row = next(row for row in rows if row["code"] == service.code)
        english = [*row["inclusions_en"].split("|"), included_en]
        chinese = [*row["inclusions_zh"].split("|"), included_zh]
        service = service.with_context(lang="en_US")
        self._write_text(service, "inclusions", english, chinese)
        if publish:
            self._name_service(service, f"{name}_next")
            self._publish_services([f"{name}_next"])
        else:
            self._agree(service, "chenjing")

    @api.model
    def _refs(self, kind, names):
        """Return the records of one kind, by names with spaces in between."""
        records = [self._ref(f"{kind}_{name}") for name in names.split()]
        return functools.reduce(operator.or_, records, self.env[_MODELS[kind]])
