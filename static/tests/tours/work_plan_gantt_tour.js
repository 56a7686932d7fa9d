import { registry } from "@web/core/registry";

const FRAME = ".o_itsm_work_plan .o_itsm_gantt";

function row(name) {
    return [...document.querySelectorAll(`${FRAME} .gantt_row`)].find((element) =>
        element.textContent.includes(name),
    );
}

function bar(name) {
    const id = row(name).getAttribute("data-task-id");
    return document.querySelector(`${FRAME} .gantt_task_line[data-task-id="${id}"]`);
}

/**
 * Drag from the middle of an element as a mouse does, by some pixels.
 *
 * What is dragged is drawn anew meanwhile, so that it hears no more of the mouse.
 */
async function drag(element, by) {
    const box = element.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const fire = (target, name, clientX) =>
        target.dispatchEvent(
            new MouseEvent(name, {
                bubbles: true,
                cancelable: true,
                clientX,
                clientY: y,
                button: 0,
                buttons: name === "mouseup" ? 0 : 1,
                view: window,
            }),
        );
    const area = document.querySelector(`${FRAME} .gantt_data_area`);
    fire(element, "mousedown", x);
    for (let step = 1; step <= 10; step++) {
        await new Promise((resolve) => setTimeout(resolve, 30));
        fire(area, "mousemove", x + (by * step) / 10);
    }
    await new Promise((resolve) => setTimeout(resolve, 60));
    fire(area, "mouseup", x + by);
}

function enter(value) {
    return () => {
        const input = document.querySelector(
            `${FRAME} .gantt_grid_editor_placeholder input`,
        );
        input.value = value;
        input.dispatchEvent(
            new KeyboardEvent("keydown", { key: "Enter", keyCode: 13, bubbles: true }),
        );
    };
}

function cell(name, column) {
    return () =>
        row(name)
            .querySelector(`[data-column-name="${column}"]`)
            .dispatchEvent(
                new MouseEvent("click", { bubbles: true, cancelable: true }),
            );
}

const button = (name) => `${FRAME} .o_itsm_gantt_${name}:not(:disabled)`;
const hasRow = (name, day) => `${FRAME} .gantt_row:contains(${name}):contains(${day})`;

/** The project manager moves, adds, arranges and saves in the chart. */
registry.category("web_tour.tours").add("itsm_work_plan_gantt", {
    steps: () => [
        {
            content: "The chart is in the plan's form",
            trigger: ".o_notebook .nav-link:contains('Gantt')",
            run: "click",
        },
        {
            content: "It shows the bars",
            trigger: ".o_itsm_gantt_preview .gantt_task_line",
        },
        {
            content: "It is edited on the whole screen",
            trigger: "button[name='action_open_gantt']:contains('Edit in the Chart')",
            run: "click",
        },
        { content: "The kick-off", trigger: hasRow("Kick-off", "2026-08-05") },
        {
            content: "Read it in days",
            trigger: `${FRAME} [data-zoom="day"]`,
            run: "click",
        },
        {
            content: "Drag the kick-off four days on",
            trigger: `${FRAME} [data-zoom="day"].active`,
            run: async () => {
                row("Kick-off").click();
                await new Promise((resolve) => setTimeout(resolve, 500));
                await drag(bar("Kick-off"), 4 * 28);
            },
        },
        { content: "It has moved", trigger: hasRow("Kick-off", "2026-08-09") },
        { content: "What waits is pushed", trigger: hasRow("Begun", "2026-08-09") },
        { content: "Undo", trigger: button("undo"), run: "click" },
        { content: "It is back", trigger: hasRow("Kick-off", "2026-08-05") },
        { content: "So is the other", trigger: hasRow("Begun", "2026-08-07") },
        {
            content: "Enter another start in its cell",
            trigger: hasRow("Kick-off", "2026-08-05"),
            run: cell("Kick-off", "first"),
        },
        {
            content: "Seven days later",
            trigger: `${FRAME} input[type="date"]`,
            run: enter("2026-08-10"),
        },
        {
            content: "It is as long as before",
            trigger: hasRow("Kick-off", "2026-08-12"),
        },
        { content: "What waits is pushed", trigger: hasRow("Begun", "2026-08-12") },
        {
            content: "Choose the milestone",
            trigger: hasRow("Begun", "2026-08-12"),
            run: () => row("Begun").click(),
        },
        { content: "Add a line behind it", trigger: button("add"), run: "click" },
        {
            content: "Call it",
            trigger: `${FRAME} .gantt_grid_editor_placeholder input[type="text"]`,
            run: enter("Training <b>of the users</b>"),
        },
        { content: "There it is", trigger: hasRow("Training <b>of", "2026-08-13") },
        {
            content: "It is no part of the start",
            trigger: hasRow("Training", "1.3"),
            run: () => row("Training").click(),
        },
        { content: "One level up", trigger: button("outdent"), run: "click" },
        {
            content: "Its number is the next one",
            trigger: `${hasRow("Training", "2026-08-13")}:contains(2)`,
        },
        {
            content: "Save",
            trigger: ".o_itsm_gantt_save:not(:disabled)",
            run: "click",
        },
        { content: "It is saved", trigger: ".o_notification:contains('saved')" },
        {
            content: "Nothing is left to be saved",
            trigger: ".o_itsm_gantt_save:disabled",
        },
    ],
});

/** Whoever may only read sees the chart, and no way to change it. */
registry.category("web_tour.tours").add("itsm_work_plan_gantt_frozen", {
    steps: () => [
        {
            content: "The chart is in the plan's form",
            trigger: ".o_notebook .nav-link:contains('Gantt')",
            run: "click",
        },
        {
            content: "On the whole screen",
            trigger: "button[name='action_open_gantt']:contains('Full Screen')",
            run: "click",
        },
        { content: "The kick-off", trigger: hasRow("Kick-off", "2026-08-05") },
        {
            content: "Nothing edits",
            trigger: `${FRAME}:not(:has(.o_itsm_gantt_add))`,
            run: async () => {
                row("Kick-off").click();
                await new Promise((resolve) => setTimeout(resolve, 500));
                await drag(bar("Kick-off"), 200);
            },
        },
        { content: "It has not moved", trigger: hasRow("Kick-off", "2026-08-05") },
        {
            content: "There is nothing to save",
            trigger: ".o_action:has(.o_itsm_work_plan):not(:has(.o_itsm_gantt_save))",
        },
    ],
});
