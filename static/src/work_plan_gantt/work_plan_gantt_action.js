import { Component, xml } from "@odoo/owl";
import { LazyComponent } from "@web/core/assets";
import { registry } from "@web/core/registry";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

// The chart and its library are loaded when somebody opens a chart.
const LAZY = {
    Component: "itsm_work_plan_gantt",
    bundle: "itsm_service_delivery.assets_work_plan_gantt",
};

/** The Gantt chart of a work plan on the whole screen. */
export class WorkPlanGanttAction extends Component {
    static template = xml`<LazyComponent t-props="lazyProps"/>`;
    static components = { LazyComponent };
    static props = { ...standardActionServiceProps };

    get lazyProps() {
        const planId = this.props.action.context.active_id;
        return { ...LAZY, props: { planId, preview: false } };
    }
}

registry.category("actions").add("itsm_work_plan_gantt", WorkPlanGanttAction);

/** The chart in the plan's form, to look at; it is edited on the whole screen. */
export class WorkPlanGanttPreview extends Component {
    static template = xml`<LazyComponent t-if="props.record.resId" t-props="lazyProps" t-key="stamp"/>`;
    static components = { LazyComponent };
    static props = { ...standardWidgetProps };

    get lazyProps() {
        return { ...LAZY, props: { planId: this.props.record.resId, preview: true } };
    }

    /** Changes when the form was saved or loaded again: so does the chart. */
    get stamp() {
        const { resId, data } = this.props.record;
        return `${resId}/${data.write_date || ""}/${data.state}`;
    }
}

registry.category("view_widgets").add("itsm_work_plan_gantt", {
    component: WorkPlanGanttPreview,
    fieldDependencies: [
        { name: "state", type: "selection" },
        { name: "write_date", type: "datetime", readonly: true },
    ],
});
