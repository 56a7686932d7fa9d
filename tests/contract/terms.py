"""A contract with prices and two legal parties, ready to be submitted."""

from odoo.fields import Command

from ..common import ItsmCommon

# Example codes: the one of GB 32100-2015, and one whose check character is by hand.
CUSTOMER_CODE = "91350100M000100Y43"
PROVIDER_CODE = "91110000600037341L"


class TermsCommon(ItsmCommon):
    """Parties as of domain 7, and a contract of ¥1,200,000, 6 % VAT included."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        china = cls.env.ref("base.cn")
        cls.tax = cls.env["account.tax"].create(
            {
                "name": "VAT 6 % included",
                "amount": 6,
                "type_tax_use": "sale",
                "price_include_override": "tax_included",
                "company_id": cls.provider.id,
                "country_id": china.id,
                "tax_group_id": cls.env["account.tax.group"]
                .create(
                    {
                        "name": "VAT 6 %",
                        "company_id": cls.provider.id,
                        "country_id": china.id,
                    }
                )
                .id,
            }
        )
        cls.customer.write(
            {
                "country_id": china.id,
                "city": "Jiangcheng",
                "street": "1 Factory Avenue",
                "phone": "+86 27 5555 0200",
                "vat": CUSTOMER_CODE,
                "itsm_legal_representative": "Jiang Cheng",
                "itsm_registered_address": "2 Licence Road, Jiangcheng",
                "bank_ids": [
                    Command.create(
                        {
                            "acc_number": "6222 0000 1111",
                            "bank_id": cls.env["res.bank"]
                            .create({"name": "Bank of Jiangcheng"})
                            .id,
                        }
                    )
                ],
            }
        )
        cls.provider.partner_id.write(
            {
                "country_id": china.id,
                "city": "Beijing",
                "street": "18 Yunling Road",
                "vat": PROVIDER_CODE,
                "itsm_legal_representative": "Zhou Jianguo",
            }
        )
        cls.contract = cls._create_priced_contract()
        cls.sla = cls.standard_sla._copy_to_contract(cls.contract)

    @classmethod
    def _create_priced_contract(cls, total=1200000.0, **values):
        return cls._create_contract(
            line_ids=[
                Command.create(
                    {
                        "name": "Operation of ERP",
                        "service_id": cls.services["ERP"].id,
                        "quantity": 1,
                        "price_unit": total,
                        "tax_ids": [Command.set(cls.tax.ids)],
                    }
                )
            ],
            **{"clause_ids": [], "payment_ids": [], **values},
        )

    @classmethod
    def make_schedule(cls, contract=None, user=None, **values):
        """Make the payments as the dialog does."""
        wizard = cls.env["itsm.contract.schedule"].with_user(user or cls.env.user)
        contract = contract or cls.contract
        wizard.create({"contract_id": contract.id, **values}).action_make()
        return contract.payment_ids
