"""The types, categories, channels and priorities that imported tickets name."""


class ImportMasters:
    """Finds the master records of an import by code, creates those that are missing.

    A type, category or channel is found by its code; one without a code by its
    untranslated name, and then gets the file's code. What is created carries it, too:
    the next file finds it, and figures are the same in every language.

    :param contract: ``itsm.contract`` whose tickets are imported
    :param histories: ``engine.history.TicketHistory`` of the file
    """

    MODELS = {
        "type": "helpdesk.ticket.type",
        "category": "helpdesk.ticket.category",
        "channel": "helpdesk.ticket.channel",
    }

    def __init__(self, contract, histories):
        self.env = contract.env
        self.contract = contract
        self._named = {"type": {}, "category": {}, "channel": {}}
        for history in histories:
            self._named["type"].setdefault(history.type, ("", ""))
            self._named["category"].setdefault(
                history.category_code, (history.category_en, history.category_zh)
            )
            self._named["channel"].setdefault(history.channel, ("", ""))
        for names in self._named.values():
            names.pop("", None)
        self._found = {kind: self._find(kind) for kind in self.MODELS}
        priorities = self.env["itsm.priority"].search_fetch([], ["code"])
        self.priorities = {priority.code: priority for priority in priorities}

    def missing(self, kind):
        """Return the codes of a kind that have no record yet, in the file's order.

        :param str kind: ``"type"``, ``"category"`` or ``"channel"``
        """
        return [code for code in self._named[kind] if code not in self._found[kind]]

    def record(self, kind, code):
        """Return the record of a code, an empty one when the file names none."""
        return self._found[kind].get(code, self.env[self.MODELS[kind]])

    def create_missing(self):
        """Create every record that is missing, give the others their codes."""
        for kind, found in self._found.items():
            for code, record in found.items():
                if not record.itsm_code:
                    record.itsm_code = code
            codes = self.missing(kind)
            records = self._untranslated(kind).create(
                [self._values(kind, code) for code in codes]
            )
            self._found[kind].update(zip(codes, records, strict=True))
            self._translate(kind, codes)

    def _untranslated(self, kind):
        return self.env[self.MODELS[kind]].with_context(lang=None, active_test=False)

    def _find(self, kind):
        """Return ``{code: record}``; codes win over names, active over archived."""
        codes = list(self._named[kind])
        model = self._untranslated(kind)
        uncoded = ["&", ("itsm_code", "=", False), ("name", "in", codes)]
        domain = ["|", ("itsm_code", "in", codes)] + uncoded
        if "company_id" in model._fields:
            companies = [False, self.contract.company_id.id]
            domain = [("company_id", "in", companies)] + domain
        records = model.search(domain).sorted(
            lambda record: (not record.itsm_code, not record.active)
        )
        found = {}
        for record in records:
            found.setdefault(record.itsm_code or record.name, record)
        return found

    def _values(self, kind, code):
        english, chinese = self._named[kind][code]
        name = english or chinese or (code.capitalize() if kind == "type" else code)
        values = {"name": name, "itsm_code": code}
        if kind != "type":
            values["company_id"] = self.contract.company_id.id
        if kind == "category":
            values["itsm_service_id"] = self._service(code).id
        return values

    def _service(self, code):
        """Return the contract's service of the same code as a category, if any."""
        services = self.contract.line_ids.service_id
        return services.filtered(lambda service: service.code == code)[:1]

    def _translate(self, kind, codes):
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        for code in codes:
            english, chinese = self._named[kind][code]
            if english and chinese and "zh_CN" in installed:
                self.record(kind, code).update_field_translations(
                    "name", {"zh_CN": chinese}
                )
