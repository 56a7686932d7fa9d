import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

/**
 * The project manager opens the draft from the menu, looks at the tickets behind a
 * figure writes why a target was missed, and submits the report.
 */
registry.category("web_tour.tours").add("itsm_service_report_prepare", {
    url: "/odoo/action-itsm_service_delivery.itsm_service_report_action",
    steps: () => [
        {
            content: "Open the draft",
            trigger: ".o_data_row:contains('202608') td[name='display_name']",
            run: "click",
        },
        {
            content: "The lights are shown",
            trigger: ".o_itsm_tile:contains('Response')",
        },
        {
            content: "Open the tickets behind the closing backlog",
            trigger:
                ".o_field_widget[name='figure_ids'] .o_data_row:contains('Closing backlog') button[name='action_open_tickets']",
            run: "click",
        },
        {
            content: "Exactly that ticket is there",
            trigger:
                ".o_list_view:not(:has(.o_data_row ~ .o_data_row)) .o_data_row:contains('GD-C')",
        },
        {
            content: "Back to the report",
            trigger: ".o_breadcrumb .o_back_button",
            run: "click",
        },
        {
            content: "Go to the missed targets",
            trigger: ".o_notebook .nav-link[name='misses']",
            run: "click",
        },
        {
            content: "Write the cause",
            trigger: ".o_field_widget[name='miss_ids'] td[name='cause']",
            run: "click",
        },
        {
            content: "Fill it in",
            trigger: ".o_field_widget[name='miss_ids'] td[name='cause'] input",
            run: "edit Nobody at the desk",
        },
        ...stepUtils.saveForm(),
        {
            content: "Submit",
            trigger: "button[name='action_submit']",
            run: "click",
        },
        {
            content: "It waits for the service manager",
            trigger:
                ".o_statusbar_status .o_arrow_button_current:contains('In Review')",
        },
    ],
});

/** The service manager reads the cause, approves, and the PDF is there. */
registry.category("web_tour.tours").add("itsm_service_report_approve", {
    url: "/odoo/action-itsm_service_delivery.itsm_service_report_action",
    steps: () => [
        {
            content: "Open the draft",
            trigger: ".o_data_row:contains('202608') td[name='display_name']",
            run: "click",
        },
        {
            content: "Go to the missed targets",
            trigger: ".o_notebook .nav-link[name='misses']",
            run: "click",
        },
        {
            content: "The cause is there",
            trigger: "td[name='cause']:contains('Nobody at the desk')",
        },
        {
            content: "Approve",
            trigger: "button[name='action_approve']",
            run: "click",
        },
        {
            content: "It is approved",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Approved')",
        },
        {
            content: "The PDF can be had",
            trigger: "button[name='action_print_pdf']",
        },
        {
            content: "A new version can be made",
            trigger: "button[name='action_revise']",
        },
    ],
});
