import { Component, onMounted, onWillUnmount, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const POLL_MS = 400;

/**
 * Computes an SLA try-out and shows how far it is.
 *
 * One request computes; the bar asks for its progress meanwhile. Whoever closes the
 * window leaves the computation running: the results are there when it has ended.
 */
export class TryoutProgress extends Component {
    static template = "itsm_service_delivery.TryoutProgress";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        const { tryout_id, progress_id } = this.props.action.params;
        this.tryoutId = tryout_id;
        this.progressId = progress_id;
        this.open = true;
        this.state = useState({ done: 0, total: 0, stopping: false, error: "" });
        onMounted(() => {
            this.timer = setInterval(() => this.poll(), POLL_MS);
            this.run();
        });
        onWillUnmount(() => {
            this.open = false;
            clearInterval(this.timer);
        });
    }

    get percent() {
        return this.state.total
            ? Math.floor((100 * this.state.done) / this.state.total)
            : 0;
    }

    get label() {
        if (this.state.stopping) {
            return _t("Stopping…");
        }
        if (!this.state.done) {
            return _t("Reading the history…");
        }
        return _t("%(done)s of %(total)s tickets", this.state);
    }

    async poll() {
        const progress = await this.orm.silent.call(
            "itsm.tryout.progress",
            "get_progress",
            [[this.progressId]],
        );
        Object.assign(this.state, progress);
    }

    async run() {
        try {
            await this.orm.silent.call("itsm.sla.tryout", "run_compute", [
                [this.tryoutId],
                this.progressId,
            ]);
            await this.close();
        } catch (error) {
            this.state.error = error.data?.message || error.message;
            await this.orm.silent.call("itsm.sla.tryout", "action_stop", [
                [this.tryoutId],
            ]);
        } finally {
            clearInterval(this.timer);
        }
    }

    async stop() {
        this.state.stopping = true;
        await this.orm.silent.call("itsm.tryout.progress", "stop", [[this.progressId]]);
    }

    async close() {
        if (this.open) {
            await this.action.doAction({ type: "ir.actions.act_window_close" });
            await this.action.doAction({
                type: "ir.actions.client",
                tag: "soft_reload",
            });
        }
    }
}

registry.category("actions").add("itsm_sla_tryout_progress", TryoutProgress);
