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
