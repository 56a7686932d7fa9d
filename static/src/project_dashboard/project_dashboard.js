import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const COLORS = {
    ok: "text-success",
    warning: "text-warning",
    danger: "text-danger",
    none: "text-muted",
};
const LEVELS = {
    ok: _t("Well"),
    warning: _t("Needs a look"),
    danger: _t("Needs action"),
    none: "",
};

/** Shows how a service project stands: one line per entry, each opens what it tells. */
export class ProjectDashboardEntries extends Component {
    static template = "itsm_service_delivery.ProjectDashboardEntries";
    static props = {
        entries: { type: Array },
        projectId: { type: Number },
        compact: { type: Boolean, optional: true },
    };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
    }

    get entries() {
        const entries = this.props.entries.map((entry) => ({
            ...entry,
            color: COLORS[entry.level],
            levelName: LEVELS[entry.level].toString(),
        }));
        // a card has no room for what is as it should be
        return this.props.compact
            ? entries.filter((entry) => entry.level !== "none")
            : entries;
    }

    async open(entry) {
        const action = await this.orm.call("project.project", entry.action, [
            [this.props.projectId],
        ]);
        await this.action.doAction(action);
    }
}

export class ProjectDashboardField extends Component {
    static template = "itsm_service_delivery.ProjectDashboardField";
    static components = { ProjectDashboardEntries };
    static props = {
        ...standardFieldProps,
        compact: { type: Boolean, optional: true },
    };

    get entries() {
        return this.props.record.data[this.props.name] || [];
    }
}

registry.category("fields").add("itsm_project_dashboard", {
    component: ProjectDashboardField,
    supportedTypes: ["json"],
    extractProps: ({ options }) => ({ compact: Boolean(options.compact) }),
});
