import { registry } from "@web/core/registry";
import { CharField, charField } from "@web/views/fields/char/char_field";

/** A name in an outline: indented by its level, bold when others are below it. */
export class OutlineField extends CharField {
    static template = "itsm_service_delivery.OutlineField";

    get indent() {
        return `padding-left: ${Math.min(this.props.record.data.level || 0, 8)}rem`;
    }
}

export const outlineField = {
    ...charField,
    component: OutlineField,
    fieldDependencies: [
        { name: "level", type: "integer", readonly: true },
        { name: "is_summary", type: "boolean", readonly: true },
    ],
};

registry.category("fields").add("itsm_outline", outlineField);
