import { _t } from "@web/core/l10n/translation";
import { localization } from "@web/core/l10n/localization";
import { user } from "@web/core/user";
import { escape } from "@web/core/utils/strings";
import { addDays, daysBetween, toDate } from "./plan_days";

/** The library's names of languages, where they differ from the first two letters. */
const LOCALES = {
    "zh-CN": "cn",
    "zh-TW": "zh_tw",
    "zh-HK": "zh_hk",
    "ja-JP": "jp",
    "ko-KR": "kr",
};

const quarter = (date) => `Q${Math.floor(date.getMonth() / 3) + 1}`;
const YEAR = { unit: "year", step: 1, format: "%Y" };
const MONTH = { unit: "month", step: 1, format: "%Y-%m" };

export const ZOOMS = {
    day: {
        scales: [MONTH, { unit: "day", step: 1, format: "%j" }],
        width: 28,
        days: 1,
    },
    week: {
        scales: [MONTH, { unit: "week", step: 1, format: "%j" }],
        width: 42,
        days: 7,
    },
    month: {
        scales: [YEAR, { unit: "month", step: 1, format: "%n" }],
        width: 54,
        days: 30.4,
    },
    quarter: {
        scales: [YEAR, { unit: "quarter", step: 1, format: quarter }],
        width: 66,
        days: 91.3,
    },
};

/** The zoom at which a plan of so many days is read best. */
export function zoomFor(days) {
    return days <= 60
        ? "day"
        : days <= 240
          ? "week"
          : days <= 1100
            ? "month"
            : "quarter";
}

/** What the library shows of a line. Its ends are the days after the last ones. */
export function asTask(model, line) {
    const start = line.start || line.end || model.plan.start;
    const end = line.end && line.end >= start ? line.end : start;
    return {
        id: line.key,
        line,
        parent: line.parent || 0,
        text: line.name,
        type: line.milestone ? "milestone" : "task",
        start_date: toDate(start),
        end_date: toDate(line.milestone ? start : addDays(end, 1)),
        progress: line.progress / 100,
        first: line.start || "",
        last: line.end || "",
        hours: line.hours,
    };
}

export function linkId(source, target) {
    return `${source}>${target}`;
}

export function asLinks(line) {
    return line.predecessors.map((other) => ({
        id: linkId(other, line.key),
        source: other,
        target: line.key,
        type: "0",
    }));
}

/** Configure the library for a plan; `model` is asked when something is drawn. */
export function configure(gantt, model, { small, editable }) {
    gantt.i18n.setLocale(LOCALES[user.lang] || user.lang.slice(0, 2));
    Object.assign(gantt.config, {
        bar_height: 16,
        details_on_create: false,
        details_on_dblclick: false,
        drag_links: editable,
        drag_move: editable,
        drag_progress: false,
        drag_resize: editable,
        duration_unit: "day",
        fit_tasks: false,
        grid_resize: true,
        grid_width: small ? 150 : 650,
        initial_scroll: false,
        min_duration: 24 * 60 * 60 * 1000,
        open_tree_initially: true,
        order_branch: editable ? "marker" : false,
        order_branch_free: editable,
        readonly: !editable,
        round_dnd_dates: false,
        row_height: 28,
        scale_height: 44,
        show_errors: false,
        start_on_monday: localization.weekStart === 1,
        time_step: 24 * 60,
        tooltip_timeout: 400,
    });
    gantt.plugins({ tooltip: true });
    gantt.config.editor_types.day = dayEditor(gantt);
    gantt.config.columns = columns(small);
    templates(gantt, model);
}

/** A field for a day; its value is ISO text. */
function dayEditor(gantt) {
    const base = gantt.config.editor_types.text;
    return Object.assign(Object.create(base), {
        show(id, column, config, placeholder) {
            placeholder.innerHTML = `<div role="cell"><input type="date" name="${column.name}" max="9999-12-31"/></div>`;
        },
        is_valid: (value) => /^\d{4}-\d\d-\d\d$/.test(value),
    });
}

function columns(small) {
    const cell = (name) => (task) => escape(String(task.line[name] ?? ""));
    const editor = (type, map_to) => ({ type, map_to });
    const tree = {
        name: "text",
        label: _t("Task"),
        tree: true,
        width: small ? 150 : 230,
        resize: true,
        template: (task) => escape(small ? `${task.line.wbs} ${task.text}` : task.text),
        editor: editor("text", "text"),
    };
    if (small) {
        return [tree];
    }
    return [
        {
            name: "wbs",
            label: _t("WBS"),
            width: 64,
            resize: true,
            template: cell("wbs"),
        },
        tree,
        {
            name: "first",
            label: _t("Start"),
            align: "center",
            width: 100,
            template: cell("start"),
            editor: editor("day", "first"),
        },
        {
            name: "last",
            label: _t("End"),
            align: "center",
            width: 100,
            template: cell("end"),
            editor: editor("day", "last"),
        },
        {
            name: "hours",
            label: _t("Effort"),
            align: "right",
            width: 54,
            template: (task) => String(Math.round(task.line.hours * 100) / 100),
            editor: { ...editor("number", "hours"), min: 0, max: 1000000 },
        },
        {
            name: "user",
            label: _t("Responsible"),
            width: 90,
            resize: true,
            template: cell("user"),
        },
    ];
}

function templates(gantt, model) {
    const { templates } = gantt;
    templates.task_class = (start, end, { line }) =>
        [
            `o_itsm_${line.state}`,
            model.isSummary(line.key) && "o_itsm_summary",
            !(line.start && line.end) && "o_itsm_undated",
            model.showCritical && model.critical.has(line.key) && "o_itsm_critical",
        ]
            .filter(Boolean)
            .join(" ");
    templates.grid_row_class = (start, end, { line }) =>
        [
            model.isSummary(line.key) && "o_itsm_summary",
            line.cancelled && "o_itsm_cancelled",
            model.wrong.has(line.key) && "o_itsm_wrong",
        ]
            .filter(Boolean)
            .join(" ");
    templates.link_class = (link) =>
        model.late.has(linkId(link.source, link.target)) ? "o_itsm_late_link" : "";
    templates.task_text = (start, end, task) =>
        model.showBaseline ? strips(gantt, task, model.plan.today) : "";
    templates.rightside_text = (start, end, { line }) =>
        line.milestone ? escape(line.name) : "";
    templates.tooltip_text = (start, end, { line }) => tooltip(line);
    templates.timeline_cell_class = (task, date) =>
        gantt.getState().scale_unit === "day" && [0, 6].includes(date.getDay())
            ? "o_itsm_weekend"
            : "";
    templates.drag_link = () => "";
}

/** The baseline under a bar, and the days on which was worked. */
function strips(gantt, { line, start_date }, today) {
    const [started, ended] = line.actual;
    const shown = [
        ["o_itsm_baseline", line.baseline],
        [
            "o_itsm_actual",
            started && [started, ended || (today > started ? today : started)],
        ],
    ];
    return shown
        .filter(([, days]) => days)
        .map(([name, [first, last]]) => {
            const left = gantt.posFromDate(toDate(first));
            const right = gantt.posFromDate(toDate(addDays(last, 1)));
            const from = left - gantt.posFromDate(start_date);
            return `<i class="${name}" style="left:${from}px;width:${right - left}px"></i>`;
        })
        .join("");
}

function tooltip(line) {
    const period = (days) => days.map((day) => day || "…").join(" – ");
    const rows = [
        [_t("Planned"), line.start && `${line.start} – ${line.end}`],
        [
            _t("Duration (Days)"),
            line.start &&
                line.end &&
                !line.milestone &&
                daysBetween(line.start, line.end) + 1,
        ],
        [_t("Effort"), line.hours],
        [_t("Responsible"), line.user],
        [_t("Baseline"), line.baseline && period(line.baseline)],
        [_t("Actual"), line.actual[0] && period(line.actual)],
        [_t("Done"), line.progress && `${line.progress} %`],
        [_t("Variance (days)"), line.variance],
    ];
    const shown = rows
        .filter(([, value]) => value)
        .map(
            ([name, value]) =>
                `<tr><th>${escape(name)}</th><td>${escape(String(value))}</td></tr>`,
        );
    return `<b>${escape(`${line.wbs} ${line.name}`)}</b><table>${shown.join("")}</table>`;
}

/** The range of the time axis: all bars with some room, and today if it is near. */
export function limits(model) {
    const days = [model.plan.start, model.plan.end];
    for (const line of model.lines.values()) {
        days.push(line.start, line.end, ...(line.baseline || []), ...line.actual);
    }
    const known = days.filter(Boolean).sort();
    return { first: known[0], last: known.at(-1) };
}
