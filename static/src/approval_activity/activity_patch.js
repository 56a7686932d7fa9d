import { Activity } from "@mail/core/web/activity";
import { ActivityListPopoverItem } from "@mail/core/web/activity_list_popover_item";
import { patch } from "@web/core/utils/patch";

patch(Activity.prototype, {
    /** @param {"approved" | "returned" | "rejected"} kind */
    async onClickItsmDecide(kind) {
        const thread = this.thread;
        const reload = this.props.reloadParentView;
        await this.props.activity.itsmDecide(kind);
        this.props.onActivityChanged(thread);
        await reload();
        await thread.fetchNewMessages();
    },
});

patch(ActivityListPopoverItem.prototype, {
    get hasCancelButton() {
        return super.hasCancelButton && !this.props.activity.itsm_asks;
    },
    get hasEditButton() {
        return super.hasEditButton && !this.props.activity.itsm_asks;
    },
    get hasMarkDoneButton() {
        return super.hasMarkDoneButton && !this.props.activity.itsm_asks;
    },
    /** @param {"approved" | "returned" | "rejected"} kind */
    async onClickItsmDecide(kind) {
        const changed = this.props.onActivityChanged;
        this.props.onClickEditActivityButton();
        await this.props.activity.itsmDecide(kind);
        changed?.();
    },
});
