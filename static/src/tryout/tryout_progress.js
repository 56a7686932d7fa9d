import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { RunProgress } from "@itsm_service_delivery/progress/run_progress";

/**
 * Computes an SLA try-out and shows how far it is.
 *
 * Whoever closes the window leaves the computation running: the results are there when
 * it has ended.
 */
export class TryoutProgress extends RunProgress {
    progressModel = "itsm.tryout.progress";

    get title() {
        return _t("Progress of the try-out");
    }

    get runningLabel() {
        return this.state.done ? super.runningLabel : _t("Reading the history…");
    }

    async run() {
        await this.orm.silent.call("itsm.sla.tryout", "run_compute", [
            [this.params.tryout_id],
            this.params.progress_id,
        ]);
    }

    async follow() {
        await this.leave();
    }

    async fail() {
        await this.orm.silent.call("itsm.sla.tryout", "action_stop", [
            [this.params.tryout_id],
        ]);
    }

    async leave() {
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
