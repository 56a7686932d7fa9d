import { registry } from "@web/core/registry";

/** Administrator: changes a cell of the priority matrix. */
registry.category("web_tour.tours").add("itsm_priority_matrix", {
    steps: () => [
        {
            content: "High impact, medium urgency is P2 as shipped",
            trigger: ".o_itsm_priority_cell[data-cell='high_medium'].o_itsm_color_2",
        },
        {
            content: "Make it P1",
            trigger: ".o_itsm_priority_cell[data-cell='high_medium']",
            run: "selectByLabel P1 Critical",
        },
        {
            content: "The cell shows the colour of P1",
            trigger: ".o_itsm_priority_cell[data-cell='high_medium'].o_itsm_color_1",
        },
    ],
});
