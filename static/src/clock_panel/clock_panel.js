import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const COLORS = {
    running: "success",
    at_risk: "warning",
    paused: "info",
    met: "success",
    breached: "danger",
    not_applicable: "secondary",
};
const ICONS = {
    paused: "fa-pause",
    met: "fa-flag-checkered",
    breached: "fa-exclamation-triangle",
    not_applicable: "fa-ban",
};

/** Shows the response and the resolution clock of a ticket, as computed by the server. */
export class ClockPanel extends Component {
    static template = "itsm_service_delivery.ClockPanel";
    static props = { ...standardFieldProps };

    get clocks() {
        return (this.props.record.data[this.props.name] || []).map((clock) => ({
            ...clock,
            color: COLORS[clock.state],
            icon: ICONS[clock.state] || "fa-clock-o",
            width: Math.min(clock.used_pct, 100),
            usedText: _t("%(used)s of %(target)s (%(share)s %)", {
                used: clock.used,
                target: clock.target,
                share: clock.used_pct,
            }),
            instantText: this.instantText(clock),
        }));
    }

    instantText(clock) {
        const value = clock.finished_at || clock.deadline;
        if (!value) {
            return "";
        }
        const instant = toLocaleDateTimeString(deserializeDateTime(value));
        return clock.finished_at
            ? _t("Done %(instant)s", { instant })
            : _t("Due %(instant)s", { instant });
    }
}

registry.category("fields").add("itsm_clock_panel", {
    component: ClockPanel,
    supportedTypes: ["json"],
});
