import { inputFiles } from "@web/../tests/utils";
import { registry } from "@web/core/registry";

const LOG = "/web/content/itsm_service_delivery.tryout_tour_log";

/** The service department tries two SLAs on a log, and has the plan offer one. */
registry.category("web_tour.tours").add("itsm_sla_tryout", {
    steps: () => [
        {
            content: "From the plan to its try-outs",
            trigger: "button.oe_stat_button[name='action_view_tryouts']",
            run: "click",
        },
        {
            content: "The new try-out has the plan's SLA draft as candidate",
            trigger:
                ".o_form_view:has(.o_field_widget[name='plan_id'] input:value('SQ-'))",
        },
        {
            content: "Choose the customer's log",
            trigger: ".o_field_widget[name='file'] .o_select_file_button",
            run: async () => {
                const content = await (await fetch(LOG)).blob();
                const file = new File([content], "servicenow_incident_log.csv", {
                    type: "text/csv",
                });
                await inputFiles(".o_field_widget[name='file'] .o_input_file", [file]);
            },
        },
        {
            content: "It is taken",
            trigger:
                ".o_field_widget[name='file'] input:value('servicenow_incident_log')",
        },
        {
            content: "Save: the file is read",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "458 tickets were read",
            trigger: ".o_itsm_tryout_fact:contains('458')",
        },
        {
            content: "Add another candidate",
            trigger:
                ".o_field_widget[name='candidate_ids'] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "The standard SLA",
            trigger: ".o_selected_row .o_field_widget[name='sla_id'] input",
            run: "edit Standard SLA",
        },
        {
            content: "Choose it",
            trigger: ".o-autocomplete--dropdown-item:contains('Standard SLA v1.0')",
            run: "click",
        },
        {
            content: "Compute",
            trigger: "button[name='action_compute']:contains('Compute')",
            run: "click",
        },
        {
            content: "It is done",
            trigger: ".o_arrow_button_current:contains('Done')",
        },
        {
            content: "Both candidates are compared",
            trigger:
                ".o_itsm_tryout_table thead th:contains('Standard SLA') .o_itsm_letter:contains('B')",
        },
        {
            content: "Use the second one",
            trigger:
                ".o_field_widget[name='candidate_ids'] .o_data_row:contains('Standard SLA v1.0') button[name='action_use']",
            run: "click",
        },
        {
            content: "Really",
            trigger: ".modal-footer .btn-primary:contains('Use This One')",
            run: "click",
        },
        {
            content: "It is the plan's SLA draft now",
            trigger:
                ".o_data_row:contains('Standard SLA v1.0') button[name='action_open_sla']",
        },
        {
            content: "Back to the plan",
            trigger: "button[name='action_view_plan']",
            run: "click",
        },
        {
            content: "Where the result is told",
            trigger: ".o_field_widget[name='tryout_count']:contains('1')",
        },
    ],
});
