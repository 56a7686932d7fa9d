import { Activity } from "@mail/core/common/activity_model";
import { user } from "@web/core/user";
import { patch } from "@web/core/utils/patch";

/** An activity that asks for a decision: it is answered, never marked done. */
patch(Activity.prototype, {
    /** Whether it is me whom it asks. */
    get itsmAsksMe() {
        return this.itsm_asks && this.user_id?.id === user.userId;
    },
    /**
     * Let the user decide in the dialog.
     *
     * @param {"approved" | "returned" | "rejected"} kind
     * @returns {Promise<void>} once the dialog is closed
     */
    async itsmDecide(kind) {
        const { action, orm } = this.store.env.services;
        const dialog = await orm.call("mail.activity", "action_itsm_decide", [
            [this.id],
            kind,
        ]);
        await new Promise((resolve) => action.doAction(dialog, { onClose: resolve }));
    },
});
