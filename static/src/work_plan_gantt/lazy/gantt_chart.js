/* global Gantt */
import { addDays, daysBetween, nearestDay, toDate } from "./plan_days";
import { asLinks, asTask, configure, limits, zoomFor, ZOOMS } from "./gantt_options";

/**
 * The library's chart of a `PlanModel`: draws it, and says what people do with it.
 *
 * The model decides: what is done with a bar is taken back from the chart, given to
 * `on` (`onMove, onDates, onLink, onUnlink, onPlace, onEdit, onOpen, onSelect`), and
 * drawn from the model again.
 */
export class GanttChart {
    constructor(element, model, on, { small, editable }) {
        this.model = model;
        this.on = on;
        this.editable = editable;
        this.gantt = Gantt.getGanttInstance();
        configure(this.gantt, model, { small, editable });
        this._listen();
        const { first, last } = limits(model);
        this.zoom = zoomFor(daysBetween(first, last));
        this._scale();
        this.gantt.init(element);
        this.draw();
        this.showToday();
    }

    destroy() {
        this.gantt.destructor();
    }

    // === DRAWING === //

    setZoom(zoom) {
        const { gantt } = this;
        const { x } = gantt.getScrollState();
        const middle = gantt.dateFromPos(x + this._width / 2);
        this.zoom = zoom;
        this._scale();
        gantt.render();
        gantt.scrollTo(gantt.posFromDate(middle) - this._width / 2, null);
    }

    /** Draw all lines anew, as after a change of their tree. */
    draw() {
        const { gantt, model } = this;
        const lines = [...model.lines.values()];
        const { x, y } = gantt.getScrollState();
        const closed = new Set();
        gantt.eachTask((task) => task.$open === false && closed.add(task.id));
        const selected = gantt.getSelectedId();
        const data = lines.map((line) => ({
            ...asTask(model, line),
            open: !closed.has(line.key),
        }));
        gantt.clearAll();
        this._scale();
        gantt.parse({ data, links: lines.flatMap(asLinks) });
        gantt.scrollTo(x, y);
        if (selected && gantt.isTaskExists(selected)) {
            gantt.selectTask(selected);
        }
        this.drawn = model.lines;
    }

    /** Draw what has changed since; all of it when lines have come, gone or moved. */
    update() {
        const { gantt, model } = this;
        const before = this.drawn;
        const keys = [...model.lines.keys()];
        const old = [...before.keys()];
        const moved =
            keys.length !== old.length ||
            keys.some(
                (key, place) =>
                    key !== old[place] ||
                    model.get(key).parent !== before.get(key).parent,
            );
        if (moved) {
            return this.draw();
        }
        this._scale();
        for (const [key, line] of model.lines) {
            const then = before.get(key);
            if (line !== then) {
                Object.assign(gantt.getTask(key), asTask(model, line));
                this._relink(line, then);
            }
        }
        this.drawn = model.lines;
        gantt.render();
    }

    /** Draw the bars again, as after other colours. */
    refresh() {
        this.gantt.render();
    }

    showToday() {
        const { today } = this.model.plan;
        this.gantt.scrollTo(
            this.gantt.posFromDate(toDate(today)) - this._width / 3,
            null,
        );
    }

    show(key) {
        const { gantt } = this;
        let { parent } = this.model.get(key);
        while (parent) {
            gantt.open(parent);
            parent = this.model.get(parent).parent;
        }
        gantt.selectTask(key);
        gantt.showTask(key);
    }

    /** Let people enter the name of a line in its cell. */
    editName(key) {
        this.show(key);
        this.gantt.ext.inlineEditors.startEdit(key, "text");
    }

    fold(open) {
        this.gantt.batchUpdate(() =>
            this.gantt.eachTask((task) => {
                task.$open = open;
            }),
        );
    }

    get _width() {
        return this.gantt.$task?.offsetWidth || 600;
    }

    _scale() {
        const { config } = this.gantt;
        const { scales, width, days } = ZOOMS[this.zoom];
        const { first, last } = limits(this.model);
        config.scales = scales;
        config.min_column_width = width;
        config.start_date = toDate(addDays(first, -Math.ceil(days)));
        config.end_date = toDate(addDays(last, Math.ceil(days * 2)));
    }

    _relink(line, then) {
        const { gantt } = this;
        const now = new Map(asLinks(line).map((link) => [link.id, link]));
        for (const { id } of asLinks(then)) {
            if (!now.delete(id) && gantt.isLinkExists(id)) {
                gantt.deleteLink(id);
            }
        }
        now.forEach((link) => gantt.addLink(link));
    }

    _drawToday() {
        const { gantt } = this;
        const area = gantt.$task_data;
        if (!area) {
            return;
        }
        let line = area.querySelector(".o_itsm_today");
        if (!line) {
            line = document.createElement("div");
            line.className = "o_itsm_today";
            area.prepend(line);
        }
        const x = gantt.posFromDate(toDate(this.model.plan.today));
        const day = gantt.posFromDate(toDate(addDays(this.model.plan.today, 1))) - x;
        line.style.left = `${x + day / 2}px`;
        area.style.setProperty("--o-itsm-half-day", `${day / 2}px`);
    }

    // === WHAT PEOPLE DO === //

    _listen() {
        const { gantt, model, on } = this;
        const listen = (name, handler) => gantt.attachEvent(name, handler);
        listen("onGanttRender", () => this._drawToday());
        listen("onTaskSelected", (key) => on.onSelect(key));
        listen("onTaskDblClick", (key) => {
            on.onOpen(key);
            return false;
        });
        listen("onBeforeLightbox", () => false);
        listen(
            "onBeforeTaskDrag",
            (key, mode) =>
                mode === "move" || (mode === "resize" && !model.isSummary(key)),
        );
        listen("onAfterTaskDrag", (key, mode) => this._dropped(key, mode));
        listen(
            "onLinkValidation",
            ({ source, target, type }) =>
                type === "0" && model.mayFollow(target, source),
        );
        listen("onBeforeLinkAdd", (id, { source, target }) => {
            if (model.get(target).predecessors.includes(source)) {
                return true;
            }
            on.onLink(target, source);
            return false;
        });
        listen("onLinkDblClick", (id) => {
            const { source, target } = gantt.getLink(id);
            on.onUnlink(target, source);
            return false;
        });
        listen("onRowDragEnd", (key) => this._placed(key));
        listen("onGanttReady", () => this._listenToEditors());
    }

    /** A bar was dropped: tell on which days it would be. */
    _dropped(key, mode) {
        const { gantt, model } = this;
        const task = gantt.getTask(key);
        const line = model.get(key);
        const start = nearestDay(task.start_date);
        const end = addDays(nearestDay(task.end_date), -1);
        Object.assign(task, asTask(model, line));
        gantt.refreshTask(key);
        const first = line.start || line.end || model.plan.start;
        if (mode === "move") {
            const days = daysBetween(first, start);
            if (days) {
                this.on.onMove(key, days);
            }
        } else if (start !== first || end !== line.end) {
            this.on.onDates(key, start, end < start ? start : end);
        }
    }

    /** A row was dropped: tell what it is part of, and below which one it stands. */
    _placed(key) {
        const { gantt } = this;
        const parent = gantt.getParent(key);
        const keys = [];
        gantt.eachTask((task) => keys.push(task.id));
        this.on.onPlace(key, parent || null, keys[keys.indexOf(key) - 1] || null);
    }

    _listenToEditors() {
        const { gantt, model } = this;
        const editors = gantt.ext.inlineEditors;
        editors.attachEvent("onBeforeEditStart", ({ id, columnName }) => {
            const rolledUp = columnName !== "text" && model.isSummary(id);
            return this.editable && !rolledUp;
        });
        editors.attachEvent("onSave", ({ id, columnName, newValue }) => {
            this.on.onEdit(id, columnName, newValue);
        });
    }
}
