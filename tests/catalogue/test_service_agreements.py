"""What contracts, SLAs, tickets and outages take from the catalogue."""

from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.fields import Datetime
from odoo.tests import tagged

from ...engine.instants import from_datetime
from ..common import not_before, utc
from .common import CatalogueCommon


@tagged("post_install", "-at_install")
class TestServiceAgreements(CatalogueCommon):
    def _contract_line(self, service, contract=None):
        return self.env["itsm.contract.line"].create(
            {
                "contract_id": (contract or self.contract).id,
                "name": "Line",
                "service_id": service.id,
            }
        )

    # === NEW LINES === #

    def test_only_published_services_are_agreed(self):
        with self.assertRefused("SAN .*is draft.*Publish it first", ValidationError):
            self._contract_line(self.service)
        self.publish(self.service)
        line = self._contract_line(self.service)
        newer = self.next_version(self.service)
        self.assertEqual(line.service_id, self.service, "It keeps what was agreed.")
        line.quantity = 2
        with self.assertRefused("superseded.*Choose version 1.1", ValidationError):
            self._contract_line(self.service)
        self._contract_line(newer).service_id = self.services["NET"]
        with self.assertRefused("is draft", ValidationError):
            line.service_id = self._create_service("RACK")

    def test_retired_services_are_not_agreed(self):
        self.publish(self.service).action_close()
        with self.assertRefused("is retired", ValidationError):
            self._contract_line(self.service)

    def test_availability_of_published_services(self):
        values = {"target_pct": 99.0, "sla_id": self.sla.id}
        create = self.env["itsm.sla.availability"].create
        with self.assertRefused("SAN .*is draft", ValidationError):
            create({**values, "service_id": self.service.id})
        self.publish(self.service)
        line = create({**values, "service_id": self.service.id})
        newer = self.next_version(self.service)
        line.target_pct = 99.5
        with self.assertRefused("two versions of the same", ValidationError):
            create({**values, "service_id": newer.id})

    def test_revised_slas_keep_the_version_agreed(self):
        sla = self.standard_sla
        net = self.services["NET"]
        sla.sudo()._adopt("fixture of the tests")
        newer = self.next_version(net)
        draft = sla.revise(False, "Wording")
        agreed = draft.availability_ids.service_id
        self.assertIn(net, agreed)
        self.assertNotIn(newer, agreed)
        line = draft.availability_ids.filtered(lambda line: line.service_id == net)
        line.service_id = newer
        line.service_id = net
        other = self._create_sla("Another SLA", availability_ids=[])
        with self.assertRefused("superseded.*Choose version 1.1", ValidationError):
            self.env["itsm.sla.availability"].create(
                {"sla_id": other.id, "service_id": net.id, "target_pct": 99.0}
            )

    def test_copied_slas_take_what_is_published_now(self):
        net = self.services["NET"]
        newer = self.next_version(net)
        agreed = self.standard_sla.copy().availability_ids.service_id
        self.assertIn(newer, agreed)
        self.assertNotIn(net, agreed)

    # === PRODUCTS AND ORDERS === #

    def test_an_order_sells_the_published_version(self):
        net = self.services["NET"]
        newer = self.next_version(net)
        line = self.env["itsm.contract.line"].create(
            {"contract_id": self.contract.id, "product_id": net.product_id.id}
        )
        self.assertEqual(line.service_id, newer)

    def test_copy_of_a_contract_takes_what_is_published_now(self):
        line = self._contract_line(self.publish(self.service))
        newer = self.next_version(self.service)
        self.assertEqual(line.copy().service_id, newer)
        copy = line.copy({"service_id": self.services["NET"].id})
        self.assertEqual(copy.service_id, self.services["NET"])

    # === RETIRING === #

    def test_retire_what_is_agreed(self):
        self._contract_line(self.publish(self.service))
        self.put_in_force()
        newer = self.next_version(self.service)
        with self.assertRefused(f"still used by:\n- .*{self.contract.number}"):
            newer.action_close()
        self.assertEqual(newer.state, "in_force")

    def test_retire_what_an_sla_covers(self):
        self.put_in_force()
        uses = self.services["OA"]._get_uses()
        self.assertEqual(uses, [self.sla.display_name])
        with self.assertRefused("cannot be retired"):
            self.services["OA"].action_close()

    # === TICKETS AND OUTAGES === #

    def test_tickets_of_another_version(self):
        """Which contract covers a ticket does not depend on the service's version."""
        self._contract_line(self.services["NET"])
        self.put_in_force()
        newer = self.next_version(self.services["NET"])
        find = self.env["itsm.contract"]._find_for
        at = utc("2026-09-01 10:00")
        self.assertEqual(find(self.customer, at, newer), self.contract)
        self.assertEqual(find(self.customer, at, self.services["NET"]), self.contract)
        self.assertFalse(find(self.customer, at, self.services["OA"]))

    def test_categories_mean_the_new_version(self):
        net = self.services["NET"]
        category = self.env["helpdesk.ticket.category"].create(
            {"name": "Network", "itsm_service_id": net.id, "active": False}
        )
        newer = self.next_version(net)
        self.assertEqual(category.itsm_service_id, newer)

    def test_outage_of_another_version(self):
        """An outage counts for the service, whichever version was agreed."""
        self.put_in_force()
        newer = self.next_version(self.services["ERP"])
        with not_before("2026-09-01 00:00"):
            outage = self.env["itsm.outage"].create(
                {
                    "name": "ERP down",
                    "contract_id": self.contract.id,
                    "service_id": newer.id,
                    "date_start": utc("2026-08-10 09:00"),
                    "date_end": utc("2026-08-10 10:00"),
                }
            )
            self.assertEqual(
                outage.window_ids, self.sla.availability_ids.window_ids
            )
            other = outage.copy({"service_id": self.services["ERP"].id})
            self.assertEqual(other.overlapping_ids, outage)
            start, end = utc("2026-08-01 00:00"), utc("2026-09-01 00:00")
            drawn_at = Datetime.now() + timedelta(hours=1)
            rows, listed = self.env["itsm.report.dataset"]._services(
                self.contract, self.sla, *map(from_datetime, (start, end, drawn_at))
            )
        self.assertEqual(
            [row["id"] for row in listed["ERP"]], [outage.id, other.id]
        )
        self.assertEqual([row.code for row in rows if row.outages], ["ERP"])

    def test_lines_show_which_version_was_agreed(self):
        line = self._contract_line(self.publish(self.service))
        self.next_version(self.service)
        self.assertEqual(line.service_id.display_name, "SAN SAN operation v1.0")

    def test_definitions_publish_the_services_they_need(self):
        draft = self._create_service("MAIL")
        line = type("Line", (), {"code": "MAIL", "calendar": "24x7"})
        find = self.env["itsm.service.definition"]._service
        with self.assertRefused("MAIL .*is draft: publish it"):
            find(line, self.calendars)
        self.publish(draft)
        self.assertEqual(find(line, self.calendars), draft)
        newer = self.next_version(draft)
        self.assertEqual(find(line, self.calendars), newer)
        line.code = "CHAT"
        service = find(line, self.calendars)
        self.assertEqual((service.code, service.state), ("CHAT", "in_force"))
        self.assertEqual(service.decision_ids.mapped("kind"), ["in_force", "adopted"])
