import { addDays } from "./plan_days";

/** What the server takes of a line. */
const VALUES = ["name", "parent", "start", "end", "hours", "milestone", "predecessors"];
/** What a summary takes from the lines below it. */
const ROLLED_UP = ["start", "end", "hours"];

/**
 * The lines of a work plan while they are edited.
 *
 * `lines` is a Map from keys to lines, in the order of the outline; lines are replaced,
 * never changed, so that an earlier state is kept by keeping its Map.
 */
export class PlanModel {
    constructor(data) {
        this.load(data);
    }

    load({ plan, lines, ...judgement }) {
        this.plan = plan;
        this.judge(judgement);
        this.saved = new Map(lines.map((line) => [line.key, line]));
        this.lines = this.saved;
        this.past = [];
        this.future = [];
        this.count = 0;
        this._index();
    }

    /** Take what the server says of the lines as they are now. */
    judge({ findings, critical }) {
        this.findings = findings;
        this.critical = new Set(critical);
        this.wrong = new Set(findings.map(({ keys }) => keys[0]));
        this.late = new Set(
            findings
                .filter(({ keys }) => keys.length === 2)
                .map(({ keys: [key, other] }) => `${other}>${key}`),
        );
    }

    // === QUESTIONS === //

    get(key) {
        return this.lines.get(key);
    }

    get dirty() {
        return this.lines !== this.saved && this.isChanged(this.changes());
    }

    isChanged({ create, update, delete: gone, order }) {
        return Boolean(
            create.length || Object.keys(update).length || gone.length || order,
        );
    }

    isSummary(key) {
        return this.below.has(key);
    }

    isNew(key) {
        return !this.saved.has(key);
    }

    children(parent) {
        return this.below.get(parent) || [];
    }

    /** The keys of a line and of all below it, from the top down. */
    block(key) {
        return [key, ...this.children(key).flatMap((child) => this.block(child))];
    }

    isAbove(upper, lower) {
        let key = this.get(lower)?.parent;
        while (key && key !== upper) {
            key = this.get(key)?.parent;
        }
        return key === upper;
    }

    /** Whether a line may wait for another: not for itself, or what it is part of. */
    mayFollow(key, other) {
        const { predecessors } = this.get(key);
        return (
            key !== other &&
            !predecessors.includes(other) &&
            !this.isAbove(other, key) &&
            !this.isAbove(key, other)
        );
    }

    /** What is to be saved, as the server takes it. */
    changes() {
        const create = [];
        const update = {};
        for (const [key, line] of this.lines) {
            const before = this.saved.get(key);
            if (line === before) {
                continue;
            }
            const values = {};
            for (const name of VALUES) {
                const own = !(this.isSummary(key) && ROLLED_UP.includes(name));
                if (own && !same(line[name], before ? before[name] : undefined)) {
                    values[name] = line[name];
                }
            }
            if (!before) {
                create.push({ key, ...values });
            } else if (Object.keys(values).length) {
                update[key] = values;
            }
        }
        const gone = [...this.saved.keys()].filter((key) => !this.lines.has(key));
        const order = [...this.lines.keys()];
        const changes = { create, update, delete: gone };
        if (!same(order, [...this.saved.keys()])) {
            changes.order = order;
        }
        return changes;
    }

    // === EDITING === //

    /** Make one step that can be undone; `edit` gets a copy of the lines. */
    step(edit) {
        const lines = new Map(this.lines);
        const result = edit(lines);
        this.past.push(this.lines);
        this.future = [];
        this._take(lines);
        return result;
    }

    undo() {
        this._travel(this.past, this.future);
    }

    redo() {
        this._travel(this.future, this.past);
    }

    /** Give lines other values: `{key: values}`. */
    set(values) {
        this.step((lines) => put(lines, values));
    }

    /** Add to the last step, such as what it has pushed. */
    amend(values) {
        const lines = new Map(this.lines);
        put(lines, values);
        this._take(lines);
    }

    /** Add a line behind the block of another one, on its level; return its key. */
    add(behind, name) {
        const key = `new-${++this.count}`;
        const neighbour = this.get(behind);
        const day = neighbour?.end ? addDays(neighbour.end, 1) : this.plan.start;
        const line = {
            key,
            id: false,
            parent: neighbour?.parent || null,
            name,
            start: day,
            end: day,
            hours: 0,
            milestone: false,
            predecessors: [],
            cancelled: false,
            user: "",
            state: "not_started",
            progress: 0,
            variance: null,
            actual: [null, null],
            baseline: null,
        };
        const keys = [...this.lines.keys()];
        const last = behind ? this.block(behind).at(-1) : keys.at(-1);
        keys.splice(keys.indexOf(last) + 1, 0, key);
        this.step((lines) => {
            lines.set(key, line);
            reorder(lines, keys);
        });
        return key;
    }

    /** Remove a line with all below it, and what waited for them no longer does. */
    remove(key) {
        const gone = new Set(this.block(key));
        this.step((lines) => {
            for (const [other, line] of this.lines) {
                const left = line.predecessors.filter((item) => !gone.has(item));
                if (left.length < line.predecessors.length) {
                    lines.set(other, { ...line, predecessors: left });
                }
            }
            gone.forEach((item) => lines.delete(item));
        });
    }

    /** Put a line below the one before it; false when there is none. */
    indent(key) {
        const { parent } = this.get(key);
        const siblings = this.children(parent);
        const before = this.get(siblings[siblings.indexOf(key) - 1]);
        if (!before || before.milestone) {
            return false;
        }
        this.set({ [key]: { parent: before.key } });
        return true;
    }

    /** Put a line behind the one that it is part of; false at the top. */
    outdent(key) {
        const parent = this.get(this.get(key).parent);
        if (!parent) {
            return false;
        }
        this.place(key, parent.parent, this.block(parent.key).at(-1));
        return true;
    }

    /** Change places with the line before (-1) or behind (1) it on its level. */
    shift(key, by) {
        const { parent } = this.get(key);
        const siblings = this.children(parent);
        const place = siblings.indexOf(key) + by;
        if (place < 0 || place >= siblings.length) {
            return false;
        }
        if (by > 0) {
            this.place(key, parent, this.block(siblings[place]).at(-1));
        } else {
            const keys = [...this.lines.keys()];
            const first = keys.indexOf(siblings[place]);
            this.place(key, parent, keys[first - 1] || null);
        }
        return true;
    }

    /**
     * Move a line with all below it.
     *
     * @param {String} key
     * @param {String|null} parent what it is part of then
     * @param {String|null} behind the line directly above it then; null at the top
     */
    place(key, parent, behind) {
        const block = this.block(key);
        const moving = new Set(block);
        const keys = [...this.lines.keys()].filter((other) => !moving.has(other));
        // The line above may be of the block itself: then it stays where it is.
        let before = behind;
        const all = [...this.lines.keys()];
        while (before && moving.has(before)) {
            before = all[all.indexOf(before) - 1] || null;
        }
        keys.splice(before ? keys.indexOf(before) + 1 : 0, 0, ...block);
        this.step((lines) => {
            put(lines, { [key]: { parent } });
            reorder(lines, keys);
        });
    }

    // === INSIDE === //

    _travel(from, to) {
        if (from.length) {
            to.push(this.lines);
            this._take(from.pop());
        }
    }

    _take(lines) {
        this.lines = lines;
        this._index();
        this._rollUp();
        this._number();
    }

    _index() {
        this.below = new Map();
        for (const { key, parent } of this.lines.values()) {
            if (!this.below.has(parent)) {
                this.below.set(parent, []);
            }
            this.below.get(parent).push(key);
        }
    }

    /** Let summaries span what is below them, from the bottom up. */
    _rollUp() {
        for (const key of [...this.lines.keys()].reverse()) {
            if (!this.isSummary(key)) {
                continue;
            }
            const all = this.children(key).map((child) => this.get(child));
            const live = all.filter((line) => !line.cancelled);
            const below = live.length ? live : all;
            const starts = below.map((line) => line.start).filter(Boolean);
            const ends = below.map((line) => line.end).filter(Boolean);
            const line = this.get(key);
            const start = starts.sort()[0] || null;
            const end = ends.sort().at(-1) || null;
            const hours = below.reduce((sum, { hours }) => sum + hours, 0);
            if (line.start !== start || line.end !== end || line.hours !== hours) {
                this.lines.set(key, { ...line, start, end, hours });
            }
        }
    }

    _number() {
        const number = (parent, prefix) =>
            this.children(parent).forEach((key, place) => {
                const wbs = `${prefix}${place + 1}`;
                if (this.get(key).wbs !== wbs) {
                    this.lines.set(key, { ...this.get(key), wbs });
                }
                number(key, `${wbs}.`);
            });
        number(null, "");
    }
}

function same(one, other) {
    return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

function put(lines, values) {
    for (const [key, changed] of Object.entries(values)) {
        lines.set(key, { ...lines.get(key), ...changed });
    }
}

function reorder(lines, keys) {
    const found = keys.map((key) => [key, lines.get(key)]);
    lines.clear();
    found.forEach(([key, line]) => lines.set(key, line));
}
