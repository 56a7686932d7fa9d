import { registry } from "@web/core/registry";

const clock = (title, state) =>
    `.o_itsm_clock[data-state=${state}]:has(strong:contains(${title}))`;
const stage = (name) => `.o_statusbar_status button:contains("${name}")`;

/** An engineer takes a ticket, replies, pauses, resumes, resolves and corrects a time. */
registry.category("web_tour.tours").add("itsm_ticket_tour", {
    url: "/odoo/service-tickets",
    steps: () => [
        {
            content: "Open the ticket",
            trigger: ".o_data_cell:contains(ERP does not answer)",
            run: "click",
        },
        { content: "The response clock runs", trigger: clock("Response", "running") },
        {
            content: "Take it",
            trigger: "button[name=assign_to_me]",
            run: "click",
        },
        {
            content: "Reply to the customer",
            trigger: ".o-mail-Chatter-sendMessage:enabled",
            run: "click",
        },
        {
            content: "Write",
            trigger: ".o-mail-Composer-input",
            run: "edit We are on it",
        },
        {
            content: "Send",
            trigger: ".o-mail-Composer-send:enabled",
            run: "click",
        },
        {
            content: "It has been sent",
            trigger: ".o-mail-Message:contains(We are on it)",
        },
        { content: "The reply was the response", trigger: clock("Response", "met") },
        {
            content: "Pause it",
            trigger: "button[name=action_open_pause]",
            run: "click",
        },
        {
            content: "It waits for the customer",
            trigger: ".modal .o_radio_item:contains(Waiting for the customer) input",
            run: "click",
        },
        {
            content: "Confirm the pause",
            trigger: ".modal button[name=action_pause]",
            run: "click",
        },
        { content: "The clock is paused", trigger: clock("Resolution", "paused") },
        { content: "Resume", trigger: stage("In Progress"), run: "click" },
        { content: "The clock runs", trigger: clock("Resolution", "running") },
        { content: "Resolve", trigger: stage("Resolved"), run: "click" },
        { content: "The target is met", trigger: clock("Resolution", "met") },
        {
            content: "Correct a time",
            trigger: "button[name=action_open_correction]",
            run: "click",
        },
        {
            content: "The opening was recorded late",
            trigger: ".modal [name=event_id] input",
            run: "click",
        },
        {
            content: "Choose the opening",
            trigger: ".modal .o-autocomplete--dropdown-item a:contains(Opened)",
            run: "click",
        },
        {
            // The field is a button once the event's own time has been filled in
            content: "An hour earlier",
            trigger: ".modal [name=happened_at] button.o_daterange_start",
            run: "click",
        },
        {
            content: "Type it",
            trigger: ".modal [name=happened_at] input",
            run: "edit 08/04/2026 08:00:00",
        },
        {
            content: "Say why",
            trigger: ".modal [name=reason] input",
            run: "edit Reported by phone at eight",
        },
        {
            content: "Correct",
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            content: "Look at the timeline",
            trigger: "body:not(:has(.modal)) .nav-link:contains(Timeline)",
            run: "click",
        },
        {
            content: "It says who corrected it and why",
            trigger: "[name=itsm_event_ids] td:contains(Reported by phone at eight)",
        },
    ],
});
