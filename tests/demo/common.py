"""Fixture of the demo company: loaded once for a test class."""

from odoo.addons.base.tests.common import BaseCommon
from odoo.modules import Manifest
from odoo.tools.convert import convert_file

from ..common import MODULE


class DemoCommon(BaseCommon):
    """The demo company, loaded as Odoo loads it, but rolled back afterwards."""

    lang = "en_US"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.ref("base.user_admin").lang = cls.lang
        cls.files = Manifest.for_addon(MODULE)["demo"]
        cls.load("init")

    @classmethod
    def load(cls, mode):
        idref = {}
        for file in cls.files:
            convert_file(cls.env, MODULE, file, idref, mode=mode, noupdate=True)

    @classmethod
    def ref(cls, name):
        return cls.env.ref(f"{MODULE}.demo_{name}")

    @classmethod
    def tickets(cls, domain, order=None):
        contract = cls.ref("contract_jiangcheng")
        domain = [("itsm_contract_id", "=", contract.id), *domain]
        return cls.env["helpdesk.ticket"].search(domain, order=order)
