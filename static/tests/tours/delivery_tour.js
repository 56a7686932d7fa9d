import { registry } from "@web/core/registry";

import { choose, press, save, state } from "./steps";

const tours = registry.category("web_tour.tours");

/** The service manager finds the signed contract, and appoints the project manager. */
tours.add("itsm_delivery_initiate", {
    steps: () => [
        {
            content: "Initiate the project of the signed contract",
            trigger:
                ".o_data_row:contains('Jiangcheng Manufacturing') button[name='action_initiate']:visible",
            run: "click",
        },
        { content: "The form is begun", trigger: state("To Appoint") },
        ...choose(
            "Appoint the project manager",
            ".o_field_widget[name='project_manager_id']",
            "itsm_project_manager",
        ),
        ...press("Hand over", "action_hand_over", state("With the Project Manager")),
    ],
});

/** The project manager has completed the form. */
tours.add("itsm_delivery_hand_back", {
    steps: () => [
        {
            content: "Nothing is missing but the way back",
            trigger: state("With the Project Manager"),
        },
        {
            content: "Hand back",
            trigger: ".o_form_view button[name='action_hand_back']:visible",
            run: "click",
        },
        { content: "It is with the service manager", trigger: state("To Submit") },
    ],
});

/** Whoever has written a document submits it; a form of initiation names its phase. */
tours.add("itsm_delivery_submit", {
    steps: () => [
        ...press(
            "Submit",
            "action_submit",
            `.o_form_view:has(${state("In ")}):not(:has(button[name='action_submit']:visible))`,
        ),
    ],
});

/** Whoever is asked approves a document, and is not asked again. */
tours.add("itsm_delivery_approve", {
    steps: () => [
        ...press(
            "Approve",
            "action_approve",
            ".o_form_view:not(:has(button[name='action_approve']:visible))",
        ),
    ],
});

/** The project manager begins the service plan on the project. */
tours.add("itsm_delivery_service_plan", {
    steps: () => [
        ...press(
            "Begin the service plan",
            "action_itsm_create_service_plan",
            `.o_form_view:has(.o_field_widget[name='section_ids']) ${state("Draft")}`,
        ),
        {
            content: "What is missing is told",
            trigger: ".o_form_view div[name='itsm_plan_missing']",
        },
    ],
});

/** The technical manager holds the review, and the plan passes it. */
tours.add("itsm_delivery_review", {
    steps: () => [
        {
            content: "It is told what lacks",
            trigger: ".o_form_view div[name='itsm_plan_review']",
        },
        {
            content: "Open the review",
            trigger: ".o_form_view button[name='action_view_reviews']",
            run: "click",
        },
        {
            content: "Enter its day",
            trigger: ".o_form_view .o_field_widget[name='date'] input",
            run: "edit 07/24/2026 && press Tab",
        },
        ...choose(
            "Name who took part",
            ".o_field_widget[name='participant_ids']",
            "itsm_engineer",
        ),
        ...press("It passes", "action_approve_plan", state("Closed")),
        {
            content: "That is its conclusion",
            trigger: ".o_field_widget[name='conclusion']:contains('Passed')",
        },
    ],
});

/** The project manager begins the work plan with the lines of a template. */
tours.add("itsm_delivery_work_plan", {
    steps: () => [
        {
            content: "Begin the work plan",
            trigger: ".o_form_view button[name='action_itsm_view_work_plan']:visible",
            run: "click",
        },
        ...choose(
            "Choose a template",
            ".o_field_widget[name='template_id']",
            "A year of operation",
        ),
        ...save(),
        ...press(
            "Take its lines",
            "action_apply_template",
            ".o_data_row:contains('Monthly inspection')",
        ),
        {
            content: "Somebody responsible is missing",
            trigger:
                ".o_form_view div[name='itsm_work_plan_problems']:contains('enter who is responsible')",
        },
        {
            content: "Go to the person of the inspection",
            trigger: ".o_data_row:contains('Monthly inspection') td[name='user_id']",
            run: "click",
        },
        ...choose(
            "The engineer is responsible",
            ".o_selected_row td[name='user_id']",
            "itsm_engineer",
        ),
        ...save(),
        {
            content: "Nothing is missing any more",
            trigger:
                ".o_form_view:not(:has(div[name='itsm_work_plan_problems']:visible))",
        },
        ...press("Submit", "action_submit", state("In Review")),
    ],
});

/** Return the steps that choose one of a few values in a field. */
function select(content, name, label) {
    return [
        {
            content,
            trigger: `.o_field_widget[name='${name}'] .o_select_menu input`,
            run: "click",
        },
        {
            content: `${content}: ${label}`,
            trigger: `.o_select_menu_item:text('${label}')`,
            run: "click",
        },
    ];
}

/** The project manager was asked by phone, and writes down what was said. */
tours.add("itsm_delivery_ask_by_phone", {
    steps: () => [
        ...press(
            "Ask for a change",
            "action_request_change",
            ".o_form_view .o_field_widget[name='request_mode']",
        ),
        {
            content: "Say what is to change",
            trigger: ".o_field_widget[name='name'] input",
            run: "edit Wu Hao is replaced",
        },
        ...select("It is about people", "kind", "Personnel"),
        {
            content: "Say why",
            trigger: ".o_field_widget[name='reason'] textarea",
            run: "edit He goes to another project",
        },
        {
            content: "It was asked orally",
            trigger:
                ".o_field_widget[name='request_mode'] .o_radio_item:contains('Oral') input",
            run: "click",
        },
        ...select("By phone", "channel", "Phone"),
        ...choose(
            "Somebody has heard it",
            ".o_field_widget[name='witness_ids']",
            "Feng Xue",
        ),
        {
            content: "Write down what was said",
            trigger: ".o_field_widget[name='oral_summary'] textarea",
            run: "edit From the 16th on his backup does the inspections",
        },
        ...save(),
        { content: "It is asked", trigger: state("Requested") },
    ],
});

/** The service manager confirms what was said, and names who edits the plan. */
tours.add("itsm_delivery_agree", {
    steps: () => [
        {
            content: "Agree",
            trigger: ".o_form_view button[name='action_ask_agree']:visible",
            run: "click",
        },
        {
            content: "It is told what is confirmed",
            trigger: ".modal .alert:contains('his backup does the inspections')",
        },
        ...choose(
            "Name who edits",
            ".modal .o_field_widget[name='editor_id']",
            "itsm_backup",
        ),
        {
            content: "Agree to it",
            trigger: ".modal-footer button[name='action_answer']:visible",
            run: "click",
        },
        { content: "It is being edited", trigger: state("Being Edited") },
    ],
});

const date = (name) => `.modal .o_field_widget[name='${name}'] input`;

/** The editor hands the work over in the new version, and submits the change. */
tours.add("itsm_delivery_edit_change", {
    steps: () => [
        {
            content: "Look at the handovers",
            trigger: ".o_notebook .nav-link[name='handovers']",
            run: "click",
        },
        {
            content: "Add one",
            trigger:
                ".o_field_widget[name='handover_ids'] .o_field_x2many_list_row_add :is(a, button)",
            run: "click",
        },
        ...choose(
            "Who is replaced",
            ".modal .o_field_widget[name='replaced_id']",
            "itsm_engineer",
        ),
        ...choose(
            "Who takes over",
            ".modal .o_field_widget[name='successor_id']",
            "itsm_backup",
        ),
        {
            content: "From which day on, for good",
            trigger: date("date_from"),
            run: "edit 09/16/2026 && press Tab",
        },
        {
            content: "Leave a note",
            trigger: ".modal .o_field_widget[name='note'] textarea",
            run: "edit Keys are with the porter",
        },
        {
            content: "Take it",
            trigger: ".modal-footer .o_form_button_save:visible",
            run: "click",
        },
        {
            content: "It stands there",
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name='handover_ids'] .o_data_row:contains('Keys are with the porter')",
        },
        ...press(
            "Write it into the new version",
            "action_apply_handovers",
            ".o_form_view .o_form_saved",
        ),
        {
            content: "Look at what changes",
            trigger: ".o_notebook .nav-link[name='differences']",
            run: "click",
        },
        {
            content: "The successor is named",
            trigger: ".o_field_widget[name='differences']:contains('itsm_backup')",
        },
        {
            content: "What it means for the SLA",
            trigger: ".o_field_widget[name='impact_sla'] textarea",
            run: "edit None",
        },
        {
            content: "What it means for the contract",
            trigger: ".o_field_widget[name='impact_contract'] textarea",
            run: "edit None",
        },
        ...press("Submit", "action_submit", state("Being Checked")),
    ],
});
