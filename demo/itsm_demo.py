"""The demo company at work: what its people did, done again by the product.

Only files of the manifest's ``demo`` list call this. Master data are in those files;
here is what happens to it: contracts are made from orders and put in force, tickets
imported, reports computed, explained and approved, each by the person whose task it is.
"""

import csv
import io
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import file_open, plaintext2html

from ..engine.instants import local_to_instant, month_days, to_datetime
from ..models.approval import guard

MODULE = "itsm_service_delivery"
HOUR = 3600

# Who works on a category, by support line; what is missing is the service desk's.
ENGINEERS = {
    ("ACC", 2): "hejingyi",
    ("DB", 2): "hejingyi",
    ("DB", 3): "hejingyi",
    ("ERP", 2): "hejingyi",
    ("ERP", 3): "hejingyi",
    ("NET", 2): "wuhao",
    ("NET", 3): "wuhao",
    ("OA", 2): "hejingyi",
    ("PC", 1): "majun",
    ("PC", 2): "majun",
    ("PRN", 1): "majun",
    ("PRN", 2): "majun",
    ("SEC", 3): "zhengkai",
    ("SRV", 2): "wuhao",
    ("SRV", 3): "wuhao",
}


class ItsmDemo(models.AbstractModel):
    """Brings the demo company's contracts, tickets and reports to life (domain 7).

    The story is told in English, or in Chinese where the administrator's language is
    Chinese; translatable names are always in both.
    """

    _name = "itsm.demo"
    _description = "Demo Company"

    # === COMPANY === #

    @api.model
    def _speak(self):
        """Give everybody his language: Chinese, or English for most of them."""
        if not self.env["res.lang"]._get_data(code="zh_CN"):
            return
        speakers = self._user("sunyue").partner_id | self._ref("partner_fengxue")
        if self._language() == "zh":
            people = self.env["res.users"].search([("login", "like", "@%.example")])
            speakers = people.partner_id
            for name in ("yunling", "jiangcheng", "binhai"):
                speakers |= self._ref(f"partner_{name}")
        speakers.lang = "zh_CN"

    @api.model
    def _load_translations(self):
        """Load the translations of what is there so far."""
        self.env.ref(f"base.module_{MODULE}")._update_translations()

    @api.model
    def _tell_in_chinese(self, path):
        """Replace texts by Chinese ones, if the story is told in Chinese.

        They are fields that cannot be translated, such as the names of companies.

        :param str path: CSV file with record, field and text
        """
        if self._language() != "zh":
            return
        for row in self._rows(path):
            self._ref(row["record"])[row["field"]] = row["text"]

    # === TICKETS === #

    @api.model
    def _import_tickets(self, contract):
        """Import three months of tickets, as the service manager does by the wizard."""
        contract = self._ref(contract).with_user(self._user("chenjing"))
        importer = contract.env["itsm.ticket.importer"]
        history = importer._read(self._file("operation/demo_tickets.csv"), contract.tz)
        tickets = importer._apply(importer._plan(contract, history))
        tickets = tickets.with_context(tracking_disable=True, mail_notrack=True)
        rows = self._rows("operation/ticket_stories.csv")
        stories = {row["ref"]: row for row in rows}
        key = f"description_{self._language()}"
        reporters = {"P1": "partner_yangfan", "P2": "partner_yangfan"}
        monitoring = self._ref("channel_monitoring")
        for ticket in tickets:
            values = {
                "team_id": self._ref("team_service").id,
                "user_id": self._engineer(ticket).id,
            }
            if ticket.channel_id != monitoring:
                priority = ticket.itsm_priority_id.code
                reporter = self._ref(reporters.get(priority, "partner_fengxue"))
                values |= {
                    "partner_id": reporter.id,
                    "partner_name": reporter.name,
                    "partner_email": reporter.email,
                }
            if story := stories.get(ticket.number):
                values["description"] = plaintext2html(story[key])
            ticket.write(values)

    @api.model
    def _open_live_tickets(self, contract):
        """Open tickets of today, so that some clocks run when the demo is looked at."""
        contract = self._ref(contract)
        now = fields.Datetime.now().replace(second=0)
        rows = self._rows("operation/live_tickets.csv")
        for number, row in enumerate(rows, 1):
            opened_at = now - timedelta(minutes=int(row["minutes_ago"]))
            ticket = (
                self.env["helpdesk.ticket"]
                .with_user(self._user("sunyue"))
                .with_context(tracking_disable=True, mail_notrack=True)
                .create(self._live_ticket(contract, row, opened_at, number))
            )
            if not row["responded_after"]:
                continue
            after = timedelta(minutes=int(row["responded_after"]))
            ticket._record_event("responded", opened_at + after)
            stage = "in_progress"
            if row["paused_after"]:
                after = timedelta(minutes=int(row["paused_after"]))
                reason = self.env.ref(f"{MODULE}.pause_reason_waiting_customer")
                ticket._record_event(
                    "paused", opened_at + after, pause_reason_id=reason.id
                )
                stage = "awaiting"
            ticket.stage_id = self.env.ref(
                f"helpdesk_mgmt.helpdesk_ticket_stage_{stage}"
            )

    def _live_ticket(self, contract, row, opened_at, number):
        language = self._language()
        partner = contract.partner_id
        if row["reporter"]:
            partner = self._ref(f"partner_{row['reporter']}")
        return {
            "number": f"GD{opened_at:%Y%m}{number:03}",
            "name": row[f"title_{language}"],
            "description": plaintext2html(row[f"description_{language}"]),
            "company_id": contract.company_id.id,
            "team_id": self._ref("team_service").id,
            "user_id": self._user(row["assignee"]).id if row["assignee"] else False,
            "partner_id": partner.id,
            "partner_name": partner.name,
            "partner_email": partner.email,
            "type_id": self.env.ref(f"{MODULE}.ticket_type_{row['type']}").id,
            "category_id": self._ref(f"category_{row['category']}").id,
            "channel_id": self._ref(f"channel_{row['channel']}").id,
            "itsm_impact": row["impact"],
            "itsm_urgency": row["urgency"],
            "itsm_support_line": int(row["line"]),
            "itsm_opened_at": opened_at,
            "itsm_change_reason": row[f"title_{language}"],
        }

    @api.model
    def _link_outage(self, outage, *refs):
        """Link an outage with the tickets it caused."""
        tickets = self.env["helpdesk.ticket"].search([("number", "in", refs)])
        self._ref(outage).ticket_ids = tickets

    def _engineer(self, ticket):
        key = (ticket.category_id.itsm_code, ticket.itsm_support_line)
        return self._user(ENGINEERS.get(key, "sunyue"))

    # === REPORTS === #

    @api.model
    def _make_report(self, contract, period, approve):
        """Make a month's report: the project manager explains it, his manager approves.

        :param str period: ``YYYY-MM``
        :param bool approve: otherwise it stays a draft
        """
        contract = self._ref(contract)
        first, last = month_days(period)
        reports = self.env["itsm.service.report"].with_user(self._user("zhaolei"))
        report = reports.create(
            {"contract_id": contract.id, "period_start": first, "period_end": last}
        )
        language = self._language()
        causes = {
            (row["ref"], row["metric"]): row
            for row in self._rows("reporting/causes.csv")
            if row["period"] == period
        }
        for miss in report.miss_ids:
            row = causes[miss.ticket_id.number, miss.metric]
            miss.write(
                {
                    "cause": row[f"cause_{language}"],
                    "action": row[f"action_{language}"],
                }
            )
        if approve:
            self._agree(report, "zhaolei", "chenjing")

    # === HELP === #

    @api.model
    def _number_document(self, document, number):
        """Give a draft its number of the story; the next one of its year follows.

        :param str number: such as HT-2026-0018
        """
        _prefix, year, count = number.split("-")
        document_type = document.document_type_id.sudo()
        # the year's range of the sequence, made by its first number
        document_type._next_number(fields.Date.to_date(f"{year}-01-01"))
        ranges = document_type.sequence_id.date_range_ids
        given = ranges.filtered(
            lambda one: one.date_from.year == fields.Date.today().year
        )
        given.number_next -= 1
        ranges.filtered(lambda one: str(one.date_from.year) == year).number_next = (
            int(count) + 1
        )
        guard.with_key(document.sudo()).write({"number": number})

    @api.model
    def _language(self):
        """Return the language the story is told in: ``en`` or ``zh``."""
        language = self.env.ref("base.user_admin").lang or ""
        return "zh" if language.startswith("zh") else "en"

    @api.model
    def _ref(self, name):
        return self.env.ref(f"{MODULE}.demo_{name}")

    @api.model
    def _user(self, name):
        return self._ref(f"user_{name}")

    @api.model
    def _as(self, record, name):
        """Return a record as a user has it on the screen, in the story's language."""
        language = {"en": "en_US", "zh": "zh_CN"}[self._language()]
        return record.with_user(self._user(name)).with_context(lang=language)

    @api.model
    def _instant(self, text):
        """Return the naive UTC datetime of ``YYYY-MM-DD HH:MM`` in Shanghai."""
        day, _space, time = text.partition(" ")
        hours, minutes = map(int, time.split(":"))
        seconds = hours * HOUR + minutes * 60
        day = fields.Date.to_date(day)
        return to_datetime(local_to_instant(day, seconds, "Asia/Shanghai"))

    @api.model
    def _file(self, path):
        with file_open(f"{MODULE}/demo/{path}", "rb") as file:
            return file.read()

    @api.model
    def _rows(self, path):
        return csv.DictReader(io.StringIO(self._file(path).decode()))
