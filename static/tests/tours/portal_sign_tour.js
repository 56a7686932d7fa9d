import { registry } from "@web/core/registry";

/** A customer finds what waits for his signature, reads it and signs, on a phone. */
registry.category("web_tour.tours").add("itsm_portal_sign", {
    url: "/my",
    steps: () => [
        {
            content: "What waits is said on the first page",
            trigger: ".o_portal_index_card a:contains(level agreements to sign)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Open the agreement",
            trigger: "tr:contains(Waits for your signature) a:contains(SLA-)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Read the targets",
            trigger: "td:contains(15 min around the clock)",
        },
        {
            content: "Nothing is wider than the phone",
            trigger: "#itsm_content",
            run() {
                const { scrollWidth, clientWidth } = document.documentElement;
                if (scrollWidth > clientWidth) {
                    throw new Error(`${scrollWidth} pixels on ${clientWidth}`);
                }
            },
        },
        {
            content: "Sign",
            trigger: "#itsm_sign",
            run: "click",
        },
        {
            content: "The name is filled in, and may be another",
            trigger: "#itsm_modal_sign.show .o_web_sign_name_input:value(Yang Fan)",
            run: "edit Fan Yang",
        },
        {
            content: "A signature is made of it",
            trigger: "#itsm_modal_sign canvas.o_web_sign_signature",
            run: "canvasNotEmpty",
        },
        {
            content: "Accept",
            trigger: "#itsm_modal_sign .o_portal_sign_submit:enabled",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is confirmed",
            trigger: ".alert-success:contains(Your signature is recorded)",
        },
        {
            content: "It waits for the provider now",
            trigger: ".badge:contains(Signed by you)",
        },
    ],
});
