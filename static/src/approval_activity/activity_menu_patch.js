import { ActivityMenu } from "@mail/core/web/activity_menu";
import { patch } from "@web/core/utils/patch";

const FILTERS = {
    overdue: "search_default_overdue",
    today: "search_default_due_today",
    upcoming_all: "search_default_due_later",
};

patch(ActivityMenu.prototype, {
    /** The approvals of all kinds of documents open in one list, to be decided there. */
    openActivityGroup(group, filter = "all", newWindow) {
        if (group.model !== "itsm.approval.round.stage") {
            return super.openActivityGroup(...arguments);
        }
        this.dropdown.close();
        this.action.doAction("itsm_service_delivery.itsm_approval_to_decide_action", {
            newWindow,
            clearBreadcrumbs: true,
            additionalContext: FILTERS[filter] ? { [FILTERS[filter]]: 1 } : {},
        });
    },
});
