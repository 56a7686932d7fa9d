import { registry } from "@web/core/registry";

import { press, state } from "./steps";

const tours = registry.category("web_tour.tours");

/** Sales begin with what the customer of a quotation needs. */
tours.add("itsm_presales_collect", {
    steps: () => [
        ...press(
            "Collect what the customer needs",
            "action_itsm_collect_information",
            `.o_form_view:has(.o_field_widget[name='service_collector_id']) ${state("Draft")}`,
        ),
    ],
});

/** Whoever has written a document submits it. */
tours.add("itsm_presales_submit", {
    steps: () => [...press("Submit", "action_submit", state("In Review"))],
});

/** Whoever is asked approves a document, and is not asked again. */
tours.add("itsm_presales_approve", {
    steps: () => [
        ...press(
            "Approve",
            "action_approve",
            ".o_form_view:not(:has(button[name='action_approve']:visible))",
        ),
    ],
});

/** Sales do not see what a plan costs, and make its contract. */
tours.add("itsm_presales_contract", {
    steps: () => [
        {
            content: "There is neither cost nor margin",
            trigger:
                ".o_form_view:not(:has([name='cost_ids'])):not(:has([name='margin_pct']))",
        },
        ...press(
            "Make the contract",
            "action_create_contract",
            `.o_form_view:has(.o_field_widget[name='monthly_fee']) ${state("Draft")}`,
        ),
    ],
});

/** Return the steps that give an opinion on a contract. */
function opine(opinion, steps = []) {
    return [
        {
            content: "Say what the department thinks",
            trigger: "button[name='action_give_opinion']",
            run: "click",
        },
        {
            content: "Choose the opinion",
            trigger: `.modal [name='opinion'] .o_selection_badge:text('${opinion}')`,
            run: "click",
        },
        ...steps,
        {
            content: "Give it",
            trigger: ".modal-footer button[name='action_give']",
            run: "click",
        },
        {
            content: "It was given",
            trigger:
                ".o_form_view:not(:has(button[name='action_give_opinion']:visible))",
        },
        { content: "The dialog is gone", trigger: "body:not(:has(.modal))" },
    ];
}

tours.add("itsm_presales_agree", { steps: () => opine("Agree") });

tours.add("itsm_presales_disagree", {
    steps: () =>
        opine("Disagree", [
            {
                content: "Say why",
                trigger: ".modal [name='comment'] textarea",
                run: "edit Cap the damages at 30 percent",
            },
            {
                content: "The dialog says what follows",
                trigger: ".modal .alert:contains('returned to its author')",
            },
        ]),
});

/** Sales read why the contract came back, mend it, and submit it again. */
tours.add("itsm_presales_rework", {
    steps: () => [
        {
            content: "Legal's reason is there",
            trigger: ".o_form_view .alert:contains('Cap the damages at 30 percent')",
        },
        {
            content: "Open the terms",
            trigger: ".o_notebook .nav-link[name='terms']",
            run: "click",
        },
        {
            content: "Cap the damages",
            trigger: ".o_field_widget[name='damages_cap_pct'] input",
            run: "edit 30 && press Tab",
        },
        ...press("Submit again", "action_submit", state("In Review")),
    ],
});

/** The director concludes a review in which everything was answered. */
tours.add("itsm_presales_conclude", {
    steps: () => [
        ...press(
            "Conclude",
            "action_approve",
            ".o_form_view:not(:has(button[name='action_approve']:visible))",
        ),
    ],
});

/** Sales send the contract to the customer. */
tours.add("itsm_presales_send", {
    steps: () => [
        {
            content: "Send it to the customer",
            trigger: ".o_form_view button[name='action_release']:visible",
            run: "click",
        },
        {
            content: "Choose who signs",
            trigger: ".modal [name='contact_id'] input",
            run: "edit Yang Fan",
        },
        {
            content: "The head of IT does",
            trigger: ".o-autocomplete--dropdown-item:contains('Yang Fan') > a",
            run: "click",
        },
        {
            content: "Send",
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "It waits for the customer",
            trigger: ".o_form_view .alert:contains('Sent to')",
        },
    ],
});

/** The customer reads the contract on the portal, and signs it with its SLA. */
tours.add("itsm_presales_sign", {
    url: "/my/service-contracts",
    steps: () => [
        {
            content: "Open the contract",
            trigger: "tr:contains(Waits for your signature) a:contains(HT-)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Its SLA is there, and no cost or margin",
            trigger:
                "#itsm_content:contains(15 min):not(:contains(Margin)):not(:contains(Cost))",
        },
        {
            content: "Sign",
            trigger: "#itsm_sign",
            run: "click",
        },
        {
            content: "A signature is made of the name",
            trigger: "#itsm_modal_sign canvas.o_web_sign_signature",
            run: "canvasNotEmpty",
        },
        {
            content: "Accept",
            trigger: "#itsm_modal_sign .o_portal_sign_submit:enabled",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is confirmed",
            trigger: ".alert-success:contains(Your signature is recorded)",
        },
    ],
});

/** The general manager signs for the provider. */
tours.add("itsm_presales_countersign", {
    steps: () => [
        {
            content: "Sign for us",
            trigger: ".o_form_view button[name='action_sign_as_provider']:visible",
            run: "click",
        },
        {
            content: "Draw the signature",
            trigger: ".modal .o_field_widget[name='signature'] .o_signature",
            run: "click",
        },
        {
            content: "It is made of the name",
            trigger: ".modal canvas.o_web_sign_signature",
            run: "canvasNotEmpty",
        },
        {
            content: "Take it",
            trigger: ".modal-footer .btn-primary:contains('Adopt')",
            run: "click",
        },
        {
            content: "Sign",
            trigger: ".modal-footer button[name='action_sign']",
            run: "click",
        },
        { content: "It is signed", trigger: state("Signed") },
    ],
});
