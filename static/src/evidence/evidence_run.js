import { Component, onMounted, onWillUnmount } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * Verifies the evidence batch by batch while its form is open; the bar moves.
 */
export class EvidenceRun extends Component {
    static template = "itsm_service_delivery.EvidenceRun";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.open = true;
        onMounted(() => this.run());
        onWillUnmount(() => {
            this.open = false;
        });
    }

    async run() {
        const { record } = this.props;
        let more = record.data.state === "running";
        while (more && this.open) {
            more = await this.orm.call(record.resModel, "run_batch", [[record.resId]]);
            if (this.open) {
                await record.load();
            }
        }
    }
}

registry.category("view_widgets").add("itsm_evidence_run", {
    component: EvidenceRun,
    fieldDependencies: [{ name: "state", type: "selection" }],
});
