import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { RunProgress } from "@itsm_service_delivery/progress/run_progress";

/**
 * Runs the import of a ticket history and shows how far it is.
 *
 * Stopping asks the import to end itself, which undoes everything.
 */
export class ImportProgress extends RunProgress {
    progressModel = "itsm.ticket.import.progress";

    get title() {
        return _t("Progress of the import");
    }

    get stoppingLabel() {
        return _t("Stopping: everything is undone…");
    }

    get stopLabel() {
        return _t("Stop and Undo");
    }

    get leaveLabel() {
        return _t("Back to the Check");
    }

    async run() {
        return this.orm.silent.call("itsm.ticket.import", "run_import", [
            [this.params.import_id],
            this.params.progress_id,
        ]);
    }

    async follow(next) {
        await this.poll();
        await this.action.doAction(next);
    }

    async leave() {
        const next = await this.orm.call("itsm.ticket.import", "action_check", [
            [this.params.import_id],
        ]);
        await this.action.doAction(next);
    }
}

registry.category("actions").add("itsm_ticket_import_progress", ImportProgress);
