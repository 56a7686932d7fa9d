import { ProjectRightSidePanel } from "@project/components/project_right_side_panel/project_right_side_panel";
import { patch } from "@web/core/utils/patch";
import { _t } from "@web/core/l10n/translation";
import { ProjectDashboardEntries } from "./project_dashboard";

ProjectRightSidePanel.components = {
    ...ProjectRightSidePanel.components,
    ProjectDashboardEntries,
};

patch(ProjectRightSidePanel.prototype, {
    get panelVisible() {
        return super.panelVisible || Boolean(this.itsmEntries.length);
    },

    get itsmEntries() {
        return this.state.data.itsm_dashboard || [];
    },

    get sectionNames() {
        return { ...super.sectionNames, itsm_dashboard: _t("Service") };
    },
});
