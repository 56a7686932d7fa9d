"""The form that all documents share, and what a form of its own changes in it."""

from lxml import etree

from odoo.tests import tagged
from odoo.tests.common import TransactionCase

from ...models.approval import document_form

SHARED = """
<form>
    <header>
        <button name="action_submit" string="Submit"/>
        <button name="action_close" string="Close"/>
        <field name="state" widget="statusbar"/>
    </header>
    <div name="returned"/>
    <div name="waiting"/>
    <sheet>
        <div name="button_box"><button name="action_view_versions"/></div>
        <notebook><page name="approval"/></notebook>
    </sheet>
</form>
"""


def completed(form):
    """Return a form with the shared parts, as an element."""
    form = etree.fromstring(form)
    document_form.complete(form, etree.fromstring(SHARED))
    return form


def names(node, path):
    return [child.get("name") for child in node.find(path)]


@tagged("post_install", "-at_install")
class TestDocumentForm(TransactionCase):
    def test_bare_sheet_gets_everything(self):
        form = completed("<form><sheet><group/></sheet><chatter/></form>")
        self.assertEqual(
            [child.tag for child in form], ["header", "div", "div", "sheet", "chatter"]
        )
        self.assertEqual(
            names(form, "header"), ["action_submit", "action_close", "state"]
        )
        self.assertEqual(
            [child.tag for child in form.find("sheet")], ["div", "group", "notebook"]
        )
        self.assertEqual(names(form, "sheet/notebook"), ["approval"])

    def test_own_nodes_win(self):
        form = completed(
            """
            <form>
                <header>
                    <button name="action_own"/>
                    <button name="action_close" string="Retire"/>
                </header>
                <div name="waiting" class="mine"/>
                <sheet>
                    <div name="button_box"><button name="action_mine"/></div>
                    <notebook><page name="targets"/></notebook>
                </sheet>
            </form>
            """
        )
        self.assertEqual(
            names(form, "header"),
            ["action_submit", "action_close", "action_own", "state"],
        )
        self.assertEqual(form.find("header")[1].get("string"), "Retire")
        self.assertEqual(
            [div.get("class") for div in form.xpath("./div[@name='waiting']")],
            ["mine"],
        )
        self.assertEqual(len(form.xpath("./div[@name='returned']")), 1)
        self.assertEqual(
            names(form, "sheet/div"), ["action_mine", "action_view_versions"]
        )
        self.assertEqual(names(form, "sheet/notebook"), ["targets", "approval"])

    def test_own_status_bar_stays_last(self):
        form = completed(
            """
            <form>
                <header>
                    <field name="state" statusbar_visible="draft,signing"/>
                    <button name="action_sign"/>
                </header>
                <sheet/>
            </form>
            """
        )
        self.assertEqual(names(form, "header")[-2:], ["action_sign", "state"])
        self.assertEqual(
            form.find("header")[-1].get("statusbar_visible"), "draft,signing"
        )

    def test_dialogs_stay_small(self):
        dialog = '<form><group><field name="name"/></group></form>'
        self.assertEqual(etree.tostring(completed(dialog)).decode(), dialog)

    def test_frozen_fields(self):
        form = etree.fromstring(
            """
            <form>
                <field name="name"/>
                <field name="owner" readonly="state == 'closed'"/>
                <field name="remark"/>
                <field name="lines"><list><field name="name"/></list></field>
            </form>
            """
        )
        document_form.freeze(form, {"name", "owner", "lines"}, "state != 'draft'")
        self.assertEqual(
            [node.get("readonly") for node in form],
            ["state != 'draft'", "state == 'closed'", None, "state != 'draft'"],
        )
        self.assertIsNone(form.find("field/list/field").get("readonly"))

    def test_forms_of_all_documents(self):
        """Every form with a sheet has it, in the language of its reader."""
        models = self.env["itsm.document.mixin"]._document_models()
        self.assertIn("itsm.service", models)
        for model in models:
            with self.subTest(model):
                form = etree.fromstring(self.env[model].get_view()["arch"])
                self.assertTrue(form.xpath("//header/button[@name='action_submit']"))
                self.assertTrue(form.xpath("//page[@name='itsm_approval']"))
                self.assertTrue(form.xpath("//header/field[@name='state']"))
                self.assertFalse(
                    self.env[model]
                    .get_view(view_type="list")["arch"]
                    .count("itsm_approval")
                )

    def test_extension_of_the_shared_view(self):
        """Another addon adds a button for all documents by inheriting the view."""
        shared = self.env.ref("itsm_service_delivery.itsm_document_view_form")
        self.env["ir.ui.view"].create(
            {
                "model": "itsm.document.mixin",
                "inherit_id": shared.id,
                "arch": """
                    <button name="action_revise" position="after">
                        <button name="action_view_versions" type="object" string="All"/>
                    </button>
                """,
            }
        )
        form = etree.fromstring(self.env["itsm.service"].get_view()["arch"])
        self.assertTrue(form.xpath("//header/button[@name='action_view_versions']"))

    def test_extension_of_a_documents_form(self):
        """A view that inherits a document's form is not disturbed."""
        self.env["ir.ui.view"].create(
            {
                "model": "itsm.service",
                "inherit_id": self.env.ref(
                    "itsm_service_delivery.itsm_service_view_form"
                ).id,
                "arch": """
                    <header position="inside">
                        <button name="action_revise" type="object" string="Again"/>
                    </header>
                """,
            }
        )
        form = etree.fromstring(self.env["itsm.service"].get_view()["arch"])
        (button,) = form.xpath("//header/button[@name='action_revise']")
        self.assertEqual(button.get("string"), "Again")
