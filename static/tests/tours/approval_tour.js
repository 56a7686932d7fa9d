import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const STAGES = ".o_field_widget[name='stage_ids']";
const NEW_STAGE = `${STAGES} .o_selected_row`;

/** An administrator lets Legal review the SLAs above an amount. */
registry.category("web_tour.tours").add("itsm_approval_stage", {
    url: "/odoo/itsm-contracts",
    steps: () => [
        {
            content: "Open the configuration",
            trigger: "[data-menu-xmlid='itsm_service_delivery.menu_configuration']",
            run: "click",
        },
        {
            content: "Open the document types",
            trigger:
                "[data-menu-xmlid='itsm_service_delivery.itsm_document_type_menu']",
            run: "click",
        },
        {
            content: "Open the SLA",
            trigger: ".o_data_cell[name='name']:text('Service Level Agreement')",
            run: "click",
        },
        {
            content: "Add a stage",
            trigger: `${STAGES} .o_field_x2many_list_row_add a`,
            run: "click",
        },
        {
            content: "Give it its name",
            trigger: `${NEW_STAGE} [name='name'] input`,
            run: "edit Legal",
        },
        {
            content: "Choose what is decided",
            trigger: `${NEW_STAGE} [name='act'] input`,
            run: "click",
        },
        {
            content: "It is a review",
            trigger: ".o_field_selection_menu .o_select_menu_item:text('Review')",
            run: "click",
        },
        {
            content: "Choose who decides",
            trigger: `${NEW_STAGE} [name='group_id'] input`,
            run: "edit Reviewer",
        },
        {
            content: "The reviewers do",
            trigger: ".o-autocomplete--dropdown-item:contains('Reviewer') > a",
            run: "click",
        },
        {
            content: "Above an amount only",
            trigger: `${NEW_STAGE} [name='amount_above'] input`,
            run: "edit 500000",
        },
        {
            content: "Leave the line",
            trigger: ".o_notebook .nav-link[name='stages']",
            run: "click",
        },
        {
            content: "The list says when it applies",
            trigger: `${STAGES} .o_data_row:contains('Legal'):contains('500,000.00'):contains('amount above')`,
        },
        {
            content: "Drag it before the approval",
            trigger: `${STAGES} .o_data_row:contains('Legal') .o_row_handle`,
            run: `drag_and_drop(${STAGES} .o_data_row:nth-child(2))`,
        },
        {
            content: "It is the second one",
            trigger: `${STAGES} .o_data_row:nth-child(2):contains('Legal')`,
        },
        ...stepUtils.saveForm(),
    ],
});

/** A reviewer approves two documents at once, and returns the third with a reason. */
registry.category("web_tour.tours").add("itsm_approval_decide", {
    url: "/odoo/itsm-contracts",
    steps: () => [
        {
            content: "Open the approvals",
            trigger: "[data-menu-xmlid='itsm_service_delivery.menu_approvals']",
            run: "click",
        },
        {
            content: "Open what waits for me",
            trigger:
                "[data-menu-xmlid='itsm_service_delivery.itsm_approval_to_decide_menu']",
            run: "click",
        },
        {
            content: "Choose the first",
            trigger: ".o_data_row:contains('SC-TEST') .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Choose the second",
            trigger: ".o_data_row:contains('SC-SECOND') .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Approve both",
            trigger: ".o_control_panel button[name='action_approve']",
            run: "click",
        },
        {
            content: "Both are named",
            trigger:
                ".modal .o_field_widget[name='line_ids']:contains('SC-TEST'):contains('SC-SECOND')",
        },
        {
            content: "Really",
            trigger: ".modal-footer button.btn-primary:text('Approve')",
            run: "click",
        },
        {
            content: "It says so",
            trigger: ".o_notification:contains('Approved: 2.')",
        },
        {
            content: "The third one is left",
            trigger:
                ".o_list_view:not(:contains('SC-TEST')) .o_data_row:contains('SC-THIRD') .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Return it",
            trigger: ".o_control_panel button[name='action_return']",
            run: "click",
        },
        {
            content: "Say why",
            trigger: ".modal .o_field_widget[name='comment'] textarea",
            run: "edit The owner is missing",
        },
        {
            content: "Really",
            trigger: ".modal-footer button.btn-primary:text('Return')",
            run: "click",
        },
        {
            content: "Nothing waits any more",
            trigger: ".o_nocontent_help:contains('Nothing waits for your decision')",
        },
        {
            content: "Open the approvals again",
            trigger: "[data-menu-xmlid='itsm_service_delivery.menu_approvals']",
            run: "click",
        },
        {
            content: "Open what I have decided",
            trigger:
                "[data-menu-xmlid='itsm_service_delivery.itsm_approval_decided_menu']",
            run: "click",
        },
        {
            content: "All three are there",
            trigger:
                ".o_data_row:contains('SC-THIRD'):contains('The owner is missing') ~ .o_data_row ~ .o_data_row",
        },
    ],
});

/** A reviewer comes from the clock in the top bar, and approves from the activity. */
registry.category("web_tour.tours").add("itsm_approval_activity", {
    url: "/odoo/itsm-contracts",
    steps: () => [
        {
            content: "Look at what waits",
            trigger: ".o_menu_systray i[aria-label='Activities']",
            run: "click",
        },
        {
            content: "All approvals are one entry",
            trigger:
                ".o-mail-ActivityGroup[data-model_name='itsm.approval.round.stage']:contains('Approvals')",
            run: "click",
        },
        {
            content: "Open the document",
            trigger: ".o_data_row .o_data_cell[name='title']:contains('SC-TEST')",
            run: "click",
        },
        {
            content: "The activity is not marked done",
            trigger:
                ".o-mail-Activity:contains('Review'):not(:has(.o-mail-Activity-markDone))",
        },
        {
            content: "Approve from there",
            trigger: ".o-mail-Activity .o_itsm_activity_approve",
            run: "click",
        },
        {
            content: "Say something",
            trigger: ".modal .o_field_widget[name='comment'] textarea",
            run: "edit Well described",
        },
        {
            content: "Really",
            trigger: ".modal-footer button.btn-primary:text('Approve')",
            run: "click",
        },
        {
            content: "It waits for the approval now",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Reviewed')",
        },
        {
            content: "The activity is gone",
            trigger: ".o-mail-Chatter:not(:has(.o_itsm_activity_approve))",
        },
    ],
});
