/** The part of a form's status bar that says where a document is. */
export const state = (label) =>
    `.o_statusbar_status .o_arrow_button_current:contains('${label}')`;

/** Return the steps that press a button of a document, and see it do its work. */
export function press(content, button, seen) {
    return [
        {
            content,
            trigger: `.o_form_view button[name='${button}']:visible`,
            run: "click",
        },
        { content: `${content}: done`, trigger: seen },
    ];
}

/** Return the steps that choose a record in a field that searches, by its name. */
export function choose(content, field, name) {
    return [
        {
            content,
            trigger: `${field} input`,
            run: `edit ${name}`,
        },
        {
            content: `${content}: ${name}`,
            trigger: `.o-autocomplete--dropdown-item:contains('${name}') > a`,
            run: "click",
        },
    ];
}

/** The steps that save a form, and see it saved. */
export const save = () => [
    {
        content: "Save",
        trigger: ".o_form_view .o_form_button_save:visible",
        run: "click",
    },
    { content: "It is saved", trigger: ".o_form_view .o_form_saved" },
];
