import { registry } from "@web/core/registry";

import { press, state } from "./steps";

const tours = registry.category("web_tour.tours");

/** What people settle on the checklist, and what shows that it is done. */
const SETTLED = {
    "Service reports were sent": "Mail of 2026-08-10 to Feng Xue",
    "Timesheets are complete": "Looked at by Chen Jing",
    "Deliverables are handed over": "Receipt of 2026-08-12",
    "Accounts and permissions": "Blocked on 2026-08-20",
    "Equipment, badges": "Record of 2026-08-20",
    "All invoices are issued": "RE-2026-07",
    "Suppliers are settled with": "There was none",
    "Lessons learned are recorded": "In the summary report",
};

/** Return the steps that settle an item of the checklist. */
function settle([name, text]) {
    const row = `.o_data_row:contains('${name}')`;
    return [
        {
            content: `Settle: ${name}`,
            trigger: `${row} button[name='action_settle']:visible`,
            run: "click",
        },
        {
            content: "Say what shows it",
            trigger: `.modal:has([name='item_id']:contains('${name}')) .o_field_widget[name='text'] textarea`,
            run: `edit ${text}`,
        },
        {
            content: "Settle it",
            trigger: ".modal-footer button[name='action_settle']",
            run: "click",
        },
        {
            content: "It is settled",
            trigger: `body:not(:has(.modal)) ${row}:not(:has(button[name='action_settle']:visible)):contains('${text}')`,
        },
    ];
}

/** The project manager begins the closure, settles its checklist, and submits it. */
tours.add("itsm_closure_settle", {
    steps: () => [
        ...press("Close the project", "action_itsm_create_closure", state("Draft")),
        {
            content: "The program has found the signed acceptance",
            trigger:
                ".o_data_row:contains('has signed the final acceptance'):contains('Done')",
        },
        ...Object.entries(SETTLED).flatMap(settle),
        ...press("Submit", "action_submit", state("In Review")),
    ],
});

/** The director approves: project and contract are closed. */
tours.add("itsm_closure_approve", {
    steps: () => [
        {
            content: "Nothing is waived",
            trigger: ".o_form_view:not(:has(div[name='itsm_closure_waiver']:visible))",
        },
        ...press("Approve", "action_approve", state("Closed")),
    ],
});

/** A closed project says so, and offers nothing to be closed. */
tours.add("itsm_closure_closed", {
    steps: () => [
        {
            content: "It is told that it is closed",
            trigger:
                ".o_form_view .alert:contains('nothing is written to it any more')",
        },
        {
            content: "It cannot be closed again",
            trigger:
                ".o_form_view:not(:has(button[name='action_itsm_create_closure']:visible))",
        },
    ],
});
