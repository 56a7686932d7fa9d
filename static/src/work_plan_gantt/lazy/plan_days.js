const DAY = 24 * 60 * 60 * 1000;

/** The beginning of a day, given as ISO text, in the time of the browser. */
export function toDate(iso) {
    const [year, month, day] = iso.split("-").map(Number);
    return new Date(year, month - 1, day);
}

/** The day of an instant, as ISO text. */
export function toIso(date) {
    const pad = (number) => String(number).padStart(2, "0");
    return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** Some days after a day; both as ISO text. */
export function addDays(iso, days) {
    const date = toDate(iso);
    date.setDate(date.getDate() + days);
    return toIso(date);
}

/** How many days lie between two days: 0 for the same one. */
export function daysBetween(first, last) {
    return Math.round((toDate(last) - toDate(first)) / DAY);
}

/** The day whose beginning is nearest to an instant: where a bar was dropped. */
export function nearestDay(date) {
    return toIso(new Date(date.getTime() + DAY / 2));
}
