import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/** The priority matrix, impact by urgency, edited in place. */
export class PriorityMatrix extends Component {
    static template = "itsm_service_delivery.PriorityMatrix";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.display = { controlPanel: {} };
        this.state = useState({ matrix: {} });
        onWillStart(async () => {
            this.state.matrix = await this.orm.call(
                "itsm.priority.rule",
                "get_matrix",
                [],
            );
        });
    }

    cell(impact, urgency) {
        return this.state.matrix.cells[`${impact},${urgency}`] || {};
    }

    color(priorityId) {
        const priority = this.state.matrix.priorities.find((p) => p.id === priorityId);
        return priority ? priority.color : 0;
    }

    async onChange(impact, urgency, ev) {
        this.state.matrix = await this.orm.call("itsm.priority.rule", "set_cell", [
            impact,
            urgency,
            parseInt(ev.target.value),
        ]);
    }
}

registry.category("actions").add("itsm_priority_matrix", PriorityMatrix);
