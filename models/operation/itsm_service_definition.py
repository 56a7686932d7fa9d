from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...engine.clock import Metric
from ...engine.errors import EngineError
from ...engine.history.service import read_service
from ...engine.instants import DAY, local_date, to_datetime


class ItsmServiceDefinition(models.AbstractModel):
    """Builds a contract with its SLA from a description in JSON, all or nothing.

    The customer, priorities and services are found by name or code and created when
    they are missing; calendars are made for the contract alone, so that no other
    agreement changes with it. Contract and SLA, agreed elsewhere, are taken over.
    """

    _name = "itsm.service.definition"
    _description = "Contract from a Description"

    @api.model
    def _read(self, content):
        """Read a description.

        :param bytes content: JSON
        :rtype: engine.history.ServiceDefinition
        :raise UserError: with the path of what is wrong
        """
        try:
            return read_service(content)
        except EngineError as error:
            raise UserError(
                self.env._(
                    "The description of the contract cannot be used. %(problem)s",
                    problem=error,
                )
            ) from error

    @api.model
    def _load(self, definition):
        """Create the contract of a description and take it over.

        :param ServiceDefinition definition: as ``_read`` gives it
        :return: the ``itsm.contract``
        :raise UserError: what is wrong, and what to do; nothing is written then
        """
        with self.env.cr.savepoint():
            calendars = {
                name: self._calendar(definition, name, spec)
                for name, spec in definition.calendars.items()
            }
            services = {
                line.code: self._service(line, calendars)
                for line in definition.services
            }
            contract = self._contract(definition, services)
            sla = self._sla(definition, contract, calendars, services)
            # superuser: the description is of an agreement that is there already
            contract.sudo()._adopt(
                self.env._("Agreed in the contract that the description is of.")
            )
            self._outages(definition, contract, services)
        return sla.contract_id

    # === SERVICE HOURS === #

    @api.model
    def _calendar(self, definition, name, spec):
        """Return the calendar of service hours, an empty recordset for 24x7."""
        calendars = self.env["resource.calendar"]
        if spec is None:
            return calendars
        calendar = calendars.create(
            {
                "name": f"{definition.reference} {name}",
                "tz": spec.timezone,
                "company_id": self.env.company.id,
                "attendance_ids": [
                    Command.create(self._attendance(line)) for line in spec.attendances
                ],
                "itsm_makeup_day_ids": [
                    Command.create(
                        {
                            "date": day,
                            "hour_from": start / 3600,
                            "hour_to": end / 3600,
                        }
                    )
                    for day, lines in spec.workdays.items()
                    for start, end in lines
                ],
            }
        )
        self.env["resource.calendar.leaves"].create(
            [
                {
                    "name": self.env._("Holiday"),
                    "calendar_id": calendar.id,
                    "company_id": self.env.company.id,
                    "date_from": to_datetime(start),
                    # as Odoo stores the end of a day: its last second
                    "date_to": to_datetime(end - 1),
                }
                for start, end in spec.closures
            ]
        )
        return calendar

    @api.model
    def _attendance(self, line):
        noon = DAY // 2
        period = "morning" if line.end <= noon else "afternoon"
        return {
            "name": self.env._("Service hours"),
            "dayofweek": str(line.weekday),
            "hour_from": line.start / 3600,
            "hour_to": line.end / 3600,
            "day_period": "full_day" if line.start < noon < line.end else period,
        }

    # === CONTRACT === #

    @api.model
    def _contract(self, definition, services):
        contracts = self.env["itsm.contract"].with_context(active_test=False)
        company = ("company_id", "=", self.env.company.id)
        if contracts.search_count([("number", "=", definition.reference), company]):
            raise UserError(
                self.env._(
                    "There is a contract %(number)s already. Give the description "
                    "another reference.",
                    number=definition.reference,
                )
            )
        # superuser: it keeps the number under which it was agreed
        contract = self.env["itsm.contract"].sudo().create(
            {
                "number": definition.reference,
                "name": definition.customer or definition.reference,
                "partner_id": self._customer(definition).id,
                "company_id": self.env.company.id,
                "currency_id": self._currency(definition).id,
                "tz": definition.timezone,
                "monthly_fee": float(definition.monthly_fee),
                "workload_limit": definition.workload_limit or 0,
                "date_start": definition.start,
                "date_end": definition.end,
                "line_ids": [
                    Command.create({"name": service.name, "service_id": service.id})
                    for service in services.values()
                ],
            }
        )
        return contract.sudo(self.env.su)

    @api.model
    def _customer(self, definition):
        name = definition.customer or definition.reference
        partners = self.env["res.partner"]
        domain = [
            ("name", "=", name),
            ("is_company", "=", True),
            ("company_id", "in", [False, self.env.company.id]),
        ]
        return partners.search(domain, limit=1) or partners.create(
            {"name": name, "is_company": True}
        )

    @api.model
    def _currency(self, definition):
        code = definition.currency
        if not code:
            return self.env.company.currency_id
        currencies = self.env["res.currency"].with_context(active_test=False)
        currency = currencies.search([("name", "=", code.upper())], limit=1)
        if not currency:
            raise UserError(
                self.env._(
                    "There is no currency “%(code)s”. Use a three-letter code such as "
                    "CNY or EUR.",
                    code=code,
                )
            )
        if not currency.active:
            currency.active = True
        return currency

    @api.model
    def _service(self, line, calendars):
        services = self.env["itsm.service"].with_context(active_test=False)
        versions = services.search(
            [
                ("code", "=", line.code),
                ("company_id", "in", [False, self.env.company.id]),
            ],
            order="company_id, id desc",
        )
        if versions:
            service = versions.filtered(lambda s: s.state == "in_force")[:1]
            if not service:
                raise UserError(
                    self.env._(
                        "%(service)s is %(state)s: publish it before contracts are"
                        " made of it.",
                        service=versions[0].display_name,
                        state=versions[0]._get_state_label(),
                    )
                )
        else:
            service = services.create(
                {
                    "code": line.code,
                    "name": line.code,
                    "calendar_id": calendars[line.calendar].id,
                    "company_id": self.env.company.id,
                }
            )
            # superuser: the description is of an agreement that is there already
            service.sudo()._adopt(self.env._("Description of a service"))
        return service

    # === AGREEMENT === #

    @api.model
    def _sla(self, definition, contract, calendars, services):
        overall = float(definition.overall_target_pct or 0)
        priorities = self._priorities(definition)
        reasons = self.env["itsm.pause.reason"].with_context(active_test=False)
        return self.env["itsm.sla"].create(
            {
                "name": self.env._("SLA %(contract)s", contract=contract.number),
                "contract_id": contract.id,
                "date_start": definition.start,
                "date_end": definition.end,
                "attainment_basis": definition.basis.value,
                "response_attainment_target": overall,
                "resolution_attainment_target": overall,
                "minimum_decided": definition.overall_minimum,
                # the description knows no reasons: every pause stops the clock
                "pause_reason_ids": [
                    Command.set(reasons.search_fetch([], ["code"]).ids)
                ],
                "credit_cap_pct": float(definition.credits.cap_pct or 0),
                "credit_greater_only": definition.credits.greater_only,
                "target_ids": [
                    Command.create(values)
                    for values in self._targets(definition, priorities, calendars)
                ],
                "availability_ids": [
                    Command.create(self._availability(line, calendars, services))
                    for line in definition.services
                    if line.target_pct is not None
                ],
                "credit_rule_ids": [
                    Command.create(values)
                    for values in self._credit_rules(definition.credits, priorities)
                ],
            }
        )

    @api.model
    def _priorities(self, definition):
        """Return ``{code: itsm.priority}``, creating those that are missing."""
        model = self.env["itsm.priority"].with_context(active_test=False)
        priorities = model.search_fetch([], ["code", "sequence", "active"])
        found = {priority.code: priority for priority in priorities}
        highest = max((priority.sequence for priority in found.values()), default=0)
        for position, code in enumerate(definition.targets, start=1):
            if code not in found:
                found[code] = model.create(
                    {"code": code, "name": code, "sequence": highest + position}
                )
            elif not found[code].active:
                found[code].active = True
        return found

    @api.model
    def _targets(self, definition, priorities, calendars):
        for code, target in definition.targets.items():
            for metric in Metric:
                seconds = getattr(target, metric.value)
                if seconds is not None:
                    yield {
                        "priority_id": priorities[code].id,
                        "metric": metric.value,
                        "minutes": seconds // 60,
                        "calendar_id": calendars[target.calendar].id,
                    }

    @api.model
    def _availability(self, line, calendars, services):
        return {
            "service_id": services[line.code].id,
            "calendar_id": calendars[line.calendar].id,
            "target_pct": float(line.target_pct),
            "window_ids": [
                Command.create(
                    {
                        "kind": "once",
                        "date_start": to_datetime(window.start),
                        "date_end": to_datetime(window.end),
                    }
                )
                for window in line.windows
            ],
        }

    @api.model
    def _credit_rules(self, credits, priorities):
        for (code, metric), pct in credits.missed_pct.items():
            # a rule of ours holds for both metrics of a priority
            if metric is Metric.RESPONSE and pct:
                yield {
                    "kind": "missed_target",
                    "priority_id": priorities[code].id,
                    "pct": float(pct),
                }
        if credits.availability_pct:
            yield {
                "kind": "availability_step",
                "pct": float(credits.availability_pct),
                "step_points": float(credits.availability_step),
            }
        if credits.overall_pct:
            yield {"kind": "overall", "pct": float(credits.overall_pct)}

    # === OUTAGES === #

    @api.model
    def _outages(self, definition, contract, services):
        return self.env["itsm.outage"].create(
            [
                {
                    "name": self.env._(
                        "%(service)s down on %(date)s",
                        service=services[line.code].name,
                        date=local_date(outage.start, definition.timezone),
                    ),
                    "contract_id": contract.id,
                    "service_id": services[line.code].id,
                    "date_start": to_datetime(outage.start),
                    "date_end": outage.end is not None and to_datetime(outage.end),
                }
                for line in definition.services
                for outage in line.outages
            ]
        )
