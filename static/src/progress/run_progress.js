import { Component, onMounted, onWillUnmount, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const POLL_MS = 400;

/**
 * Runs a long request of the server and shows how far it is.
 *
 * One request does the work; the bar asks the record `progress_id` of `progressModel`
 * for its progress meanwhile, and stops the work by it. Subclasses say what runs, what
 * follows, and how it is worded.
 */
export class RunProgress extends Component {
    static template = "itsm_service_delivery.RunProgress";
    static props = { ...standardActionServiceProps };

    // Model with `get_progress` and `stop`.
    progressModel = "";

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.params = this.props.action.params;
        this.open = true;
        this.state = useState({ done: 0, total: 0, stopping: false, error: "" });
        onMounted(() => {
            this.timer = setInterval(() => this.poll(), POLL_MS);
            this.start();
        });
        onWillUnmount(() => {
            this.open = false;
            clearInterval(this.timer);
        });
    }

    // TEXTS

    get percent() {
        return this.state.total
            ? Math.floor((100 * this.state.done) / this.state.total)
            : 0;
    }

    get label() {
        return this.state.stopping ? this.stoppingLabel : this.runningLabel;
    }

    get runningLabel() {
        return _t("%(done)s of %(total)s tickets", this.state);
    }

    get stoppingLabel() {
        return _t("Stopping…");
    }

    /** @abstract what the bar shows, for screen readers */
    get title() {
        return "";
    }

    get stopLabel() {
        return _t("Stop");
    }

    get leaveLabel() {
        return _t("Close");
    }

    // WORK

    /** @abstract does the work; @returns {Promise<Object>} what `follow` gets */
    async run() {}

    /** @abstract goes on after the work */
    async follow() {}

    /** Cleans up when the work has failed. */
    async fail() {}

    /** @abstract leaves the message of a failure */
    async leave() {}

    async start() {
        try {
            await this.follow(await this.run());
        } catch (error) {
            this.state.error = error.data?.message || error.message;
            await this.fail();
        } finally {
            clearInterval(this.timer);
        }
    }

    async poll() {
        const progress = await this.orm.silent.call(
            this.progressModel,
            "get_progress",
            [[this.params.progress_id]],
        );
        Object.assign(this.state, progress);
    }

    async stop() {
        this.state.stopping = true;
        await this.orm.silent.call(this.progressModel, "stop", [
            [this.params.progress_id],
        ]);
    }
}
