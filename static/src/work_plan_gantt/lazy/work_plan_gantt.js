import {
    Component,
    onMounted,
    onWillStart,
    onWillUnmount,
    useRef,
    useState,
} from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { getActiveHotkey } from "@web/core/hotkeys/hotkey_service";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { GanttChart } from "./gantt_chart";
import { addDays, daysBetween } from "./plan_days";
import { PlanModel } from "./plan_model";

const MODEL = "itsm.work.plan";
const SHOWN_FINDINGS = 100;

/** A work plan as a tree with a Gantt chart beside it, edited in both. */
export class WorkPlanGantt extends Component {
    static template = "itsm_service_delivery.WorkPlanGantt";
    static components = { Layout };
    static props = { planId: Number, preview: Boolean };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.ui = useService("ui");
        this.display = { controlPanel: {} };
        this.chartRef = useRef("chart");
        this.state = useState({
            baseline: true,
            busy: false,
            critical: false,
            dirty: false,
            findings: [],
            open: false,
            push: true,
            redo: false,
            selected: false,
            undo: false,
            zoom: "week",
        });
        onWillStart(async () => {
            this.model = new PlanModel(await this.call("gantt_data"));
            this.model.showBaseline = true;
        });
        onMounted(() => this.makeChart());
        onWillUnmount(() => this.chart.destroy());
        useSetupAction({
            beforeLeave: () => this.leave(),
            beforeUnload: (ev) => this.model.dirty && ev.preventDefault(),
        });
    }

    get plan() {
        return this.model.plan;
    }

    get editable() {
        return this.plan.editable && !this.props.preview;
    }

    get zooms() {
        return [
            ["day", _t("Day")],
            ["week", _t("Weeks")],
            ["month", _t("Months")],
            ["quarter", _t("Quarters")],
        ];
    }

    get findings() {
        return this.state.findings.slice(0, SHOWN_FINDINGS);
    }

    get moreFindings() {
        const more = this.state.findings.length - SHOWN_FINDINGS;
        return more > 0 ? _t("… and %s more.", more) : "";
    }

    call(method, ...args) {
        return this.orm.call(MODEL, method, [[this.props.planId], ...args]);
    }

    makeChart() {
        const names = ["Move", "Dates", "Link", "Unlink", "Place", "Edit", "Open"];
        const on = Object.fromEntries(
            names.map((name) => [`on${name}`, (...args) => this[`on${name}`](...args)]),
        );
        on.onSelect = (key) => {
            this.state.selected = key;
        };
        this.chart = new GanttChart(this.chartRef.el, this.model, on, {
            small: this.ui.isSmall,
            editable: this.editable,
        });
        this.state.zoom = this.chart.zoom;
        this.tell();
    }

    /** Let the buttons and the list of findings follow the model. */
    tell() {
        const { past, future, findings } = this.model;
        Object.assign(this.state, {
            dirty: this.model.dirty,
            findings,
            redo: future.length > 0,
            undo: past.length > 0,
        });
    }

    // === WHAT IS DONE IN THE CHART === //

    /** Show a step that was made, and ask what is wrong after it. */
    async made(moved) {
        this.chart.update();
        this.tell();
        await this.judge(moved);
    }

    /** Ask the server what follows from the changes; `moved` pushes what waits. */
    async judge(moved) {
        const { lines } = this.model;
        this.state.busy = true;
        try {
            const answer = await this.call(
                "gantt_schedule",
                this.model.changes(),
                moved || null,
            );
            // Somebody who goes on at once gets the answer to his last step only.
            if (lines === this.model.lines) {
                const pushed = Object.entries(answer.dates).filter(
                    ([key]) => !this.model.isSummary(key),
                );
                this.model.amend(
                    Object.fromEntries(
                        pushed.map(([key, [start, end]]) => [key, { start, end }]),
                    ),
                );
                this.model.judge(answer);
                this.chart.update();
                this.tell();
            }
        } catch (error) {
            if (lines === this.model.lines && moved) {
                this.undo();
            }
            throw error;
        } finally {
            this.state.busy = false;
        }
    }

    /** Move a line with all below it; what waits for it is pushed if wanted. */
    async onMove(key, days) {
        if (this.state.push) {
            this.model.set({});
            return this.judge({ key, days });
        }
        const leaves = this.model
            .block(key)
            .filter((one) => !this.model.isSummary(one));
        const values = {};
        for (const leaf of leaves) {
            const { start, end } = this.model.get(leaf);
            if (start && end) {
                values[leaf] = { start: addDays(start, days), end: addDays(end, days) };
            }
        }
        this.model.set(values);
        await this.made();
    }

    async onDates(key, start, end) {
        const line = this.model.get(key);
        if (this.state.push && line.start && line.end && start && end && start <= end) {
            this.model.set({});
            return this.judge({ dates: { [key]: [start, end] } });
        }
        this.model.set({ [key]: { start, end } });
        await this.made();
    }

    async onLink(key, other) {
        const line = this.model.get(key);
        const { end } = this.model.get(other);
        const { predecessors } = line;
        this.model.set({ [key]: { predecessors: [...predecessors, other] } });
        const earliest = end && addDays(end, line.milestone ? 0 : 1);
        const late = this.state.push && line.start && earliest > line.start;
        await this.made(late && { key, days: daysBetween(line.start, earliest) });
    }

    async onUnlink(key, other) {
        if (this.editable) {
            const { predecessors } = this.model.get(key);
            const left = predecessors.filter((one) => one !== other);
            this.model.set({ [key]: { predecessors: left } });
            await this.made();
        }
    }

    async onPlace(key, parent, behind) {
        if (parent && this.model.get(parent).milestone) {
            this.notification.add(_t("Nothing can be below a milestone."), {
                type: "warning",
            });
            return this.chart.draw();
        }
        this.model.place(key, parent, behind);
        this.chart.draw();
        await this.made();
    }

    async onEdit(key, column, value) {
        const line = this.model.get(key);
        if (column === "text") {
            this.model.set({ [key]: { name: value.trim() || line.name } });
        } else if (column === "hours") {
            this.model.set({ [key]: { hours: Math.max(Number(value) || 0, 0) } });
        } else {
            return this.onEditDay(key, column, value);
        }
        await this.made();
    }

    /** Entering the start moves a line, entering the end makes it longer or shorter. */
    async onEditDay(key, column, day) {
        const line = this.model.get(key);
        if (column === "first") {
            const days = line.start && daysBetween(line.start, day);
            return line.start && line.end
                ? days && this.onMove(key, days)
                : this.onDates(key, day, line.end || day);
        }
        const start = line.milestone || !line.start ? day : line.start;
        if (day < start) {
            this.notification.add(_t("A line does not end before it starts."), {
                type: "warning",
            });
            return this.chart.draw();
        }
        await this.onDates(key, start, day);
    }

    async onOpen(key) {
        const line = this.model.get(key);
        if (this.model.dirty && !(await this.save())) {
            return;
        }
        const { name, wbs } = line;
        const found = [...this.model.lines.values()].find(
            (other) =>
                other.id === line.id || (other.name === name && other.wbs === wbs),
        );
        this.dialog.add(FormViewDialog, {
            resModel: "itsm.work.plan.line",
            resId: found.id,
            title: `${wbs} ${name}`,
            readonly: !this.editable,
            preventEdit: !this.editable,
            onRecordSaved: () => this.reload(),
        });
    }

    // === BUTTONS === //

    setZoom(zoom) {
        this.state.zoom = zoom;
        this.chart.setZoom(zoom);
    }

    toggleBaseline() {
        this.state.baseline = this.model.showBaseline = !this.state.baseline;
        this.chart.refresh();
    }

    toggleCritical() {
        this.state.critical = this.model.showCritical = !this.state.critical;
        this.chart.refresh();
    }

    async add() {
        const key = this.model.add(this.selected, _t("New task"));
        this.chart.draw();
        this.chart.editName(key);
        await this.made();
    }

    get selected() {
        const key = this.state.selected;
        return key && this.model.get(key) ? key : null;
    }

    /** Do something with the selected line: "indent", "outdent", "shift". */
    async arrange(method, ...args) {
        if (
            this.selected &&
            this.editable &&
            this.model[method](this.selected, ...args)
        ) {
            await this.made();
        }
    }

    async toggleMilestone() {
        const line = this.model.get(this.selected);
        if (this.model.isSummary(line.key)) {
            this.notification.add(_t("Nothing can be below a milestone."), {
                type: "warning",
            });
            return;
        }
        const milestone = !line.milestone;
        const start = milestone ? line.end : line.start;
        this.model.set({ [line.key]: { milestone, start } });
        await this.made();
    }

    async remove() {
        if (this.selected && this.editable) {
            this.model.remove(this.selected);
            this.state.selected = false;
            await this.made();
        }
    }

    async undo() {
        this.model.undo();
        await this.made();
    }

    async redo() {
        this.model.redo();
        await this.made();
    }

    openForm() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: MODEL,
            res_id: this.props.planId,
            views: [[false, "form"]],
        });
    }

    async onKeydown(ev) {
        if (ev.target.closest("input") || !this.editable) {
            return;
        }
        const done = {
            "alt+arrowright": () => this.arrange("indent"),
            "alt+arrowleft": () => this.arrange("outdent"),
            "alt+arrowup": () => this.arrange("shift", -1),
            "alt+arrowdown": () => this.arrange("shift", 1),
            "control+z": () => this.undo(),
            "control+y": () => this.redo(),
            "control+s": () => this.save(),
            delete: () => this.remove(),
            insert: () => this.add(),
        }[getActiveHotkey(ev)];
        if (done) {
            ev.preventDefault();
            ev.stopPropagation();
            await done();
        }
    }

    // === SAVING === //

    /** Save all changes at once; false when the server refuses. */
    async save() {
        this.chart.gantt.ext.inlineEditors.save();
        if (!this.model.dirty) {
            return true;
        }
        this.state.busy = true;
        try {
            const data = await this.call(
                "gantt_save",
                this.model.changes(),
                this.plan.stamp,
            );
            this.take(data);
            this.notification.add(_t("The plan was saved."), { type: "success" });
            return true;
        } finally {
            this.state.busy = false;
        }
    }

    async reload() {
        this.take(await this.call("gantt_data"));
    }

    discard() {
        this.dialog.add(ConfirmationDialog, {
            body: _t("All changes since the plan was saved last are lost."),
            confirm: () => this.reload(),
            confirmLabel: _t("Discard"),
            cancel: () => {},
        });
    }

    take(data) {
        this.model.load(data);
        this.state.selected = false;
        this.chart.draw();
        this.tell();
    }

    /** Ask what becomes of changes when somebody leaves; false: stay. */
    async leave() {
        if (!this.model.dirty) {
            return true;
        }
        return new Promise((resolve) => {
            this.dialog.add(ConfirmationDialog, {
                title: _t("Unsaved changes"),
                body: _t("The plan has changes that are not saved yet."),
                confirmLabel: _t("Save"),
                confirm: async () => resolve(await this.save().catch(() => false)),
                cancelLabel: _t("Discard"),
                cancel: () => resolve(true),
                dismiss: () => resolve(false),
            });
        });
    }
}

registry.category("lazy_components").add("itsm_work_plan_gantt", WorkPlanGantt);
