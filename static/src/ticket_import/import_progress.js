import { Component, onMounted, onWillUnmount, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const POLL_MS = 400;

/**
 * Runs the import of a ticket history and shows how far it is.
 *
 * The import is one request; the bar asks for its progress meanwhile. Stopping asks the
 * import to end itself, which undoes everything.
 */
export class ImportProgress extends Component {
    static template = "itsm_service_delivery.ImportProgress";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        const { import_id, progress_id } = this.props.action.params;
        this.importId = import_id;
        this.progressId = progress_id;
        this.state = useState({ done: 0, total: 0, stopping: false, error: "" });
        onMounted(() => {
            this.timer = setInterval(() => this.poll(), POLL_MS);
            this.run();
        });
        onWillUnmount(() => clearInterval(this.timer));
    }

    get percent() {
        return this.state.total
            ? Math.floor((100 * this.state.done) / this.state.total)
            : 0;
    }

    get label() {
        if (this.state.stopping) {
            return _t("Stopping: everything is undone…");
        }
        return _t("%(done)s of %(total)s tickets", this.state);
    }

    async poll() {
        const progress = await this.orm.silent.call(
            "itsm.ticket.import.progress",
            "get_progress",
            [[this.progressId]],
        );
        Object.assign(this.state, progress);
    }

    async run() {
        try {
            const next = await this.orm.silent.call(
                "itsm.ticket.import",
                "run_import",
                [[this.importId], this.progressId],
            );
            await this.poll();
            await this.action.doAction(next);
        } catch (error) {
            this.state.error = error.data?.message || error.message;
        } finally {
            clearInterval(this.timer);
        }
    }

    async stop() {
        this.state.stopping = true;
        await this.orm.silent.call("itsm.ticket.import.progress", "stop", [
            [this.progressId],
        ]);
    }

    async back() {
        const next = await this.orm.call("itsm.ticket.import", "action_check", [
            [this.importId],
        ]);
        await this.action.doAction(next);
    }
}

registry.category("actions").add("itsm_ticket_import_progress", ImportProgress);
