import { registry } from "@web/core/registry";

/** Sales: from a quotation to the draft of a service contract. */
registry.category("web_tour.tours").add("itsm_quotation_to_contract", {
    steps: () => [
        {
            content: "Look at what the contract will start from",
            trigger: ".o_form_view a[name='itsm_contract']",
            run: "click",
        },
        {
            content: "The standard SLA was chosen",
            trigger:
                ".o_field_widget[name='itsm_sla_id'] input:value('Standard SLA v1.0')",
        },
        {
            content: "Make the contract",
            trigger:
                "button[name='action_itsm_create_contract']:contains('Create Service')",
            run: "click",
        },
        {
            content: "It is a draft",
            trigger: ".o_arrow_button_current:contains('Draft')",
        },
        {
            content: "It has the order's total",
            trigger: ".o_field_widget[name='amount_total']:contains('1,200,000.00')",
        },
        {
            content: "Sales cannot put it in force",
            trigger: ".o_form_view:not(:has(button[name='action_put_in_force']))",
        },
        {
            content: "Back to the order by its smart button",
            trigger: "button[name='action_view_sale_order']",
            run: "click",
        },
        {
            content: "And to the contract again",
            trigger: "button[name='action_itsm_view_contracts']",
            run: "click",
        },
        {
            content: "The contract",
            trigger: ".o_field_widget[name='monthly_fee'] input:value('100,000.00')",
        },
    ],
});

/** Service manager: puts the signed contract in force and begins its initiation. */
registry.category("web_tour.tours").add("itsm_contract_to_initiation", {
    steps: () => [
        {
            content: "Put it in force",
            trigger: "button[name='action_put_in_force']",
            run: "click",
        },
        {
            content: "Really",
            trigger: ".modal-footer .btn-primary:contains('Put in Force')",
            run: "click",
        },
        {
            content: "It is in force",
            trigger: ".o_arrow_button_current:contains('In Force')",
        },
        {
            content: "Initiate the project",
            trigger: "button[name='action_initiate']",
            run: "click",
        },
        {
            content: "The form knows its contract",
            trigger: ".o_field_widget[name='contract_id']:contains('HT-')",
        },
        {
            content: "It begins with the appointment",
            trigger: ".o_arrow_button_current:contains('To Appoint')",
        },
        {
            content: "Back to the contract by its smart button",
            trigger: "button[name='action_view_contract']",
            run: "click",
        },
        {
            content: "Which shows how far the initiation is",
            trigger: "button[name='action_view_initiations']:contains('To Appoint')",
        },
        {
            content: "And its SLA",
            trigger: "button[name='action_view_slas']",
            run: "click",
        },
        {
            content: "It is frozen",
            trigger:
                ".o_field_widget[name='target_ids']:not(:has(.o_field_x2many_list_row_add))",
        },
    ],
});
