import { registry } from "@web/core/registry";

/** The customer accepts with conditions, on a phone: two steps, then the signature. */
registry.category("web_tour.tours").add("itsm_portal_acceptance", {
    url: "/my",
    steps: () => [
        {
            content: "What waits is said on the first page",
            trigger: ".o_portal_index_card a:contains(Acceptances to decide)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Open the acceptance",
            trigger: "tr:contains(Waits for your decision) a:contains(YS-)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Nothing is wider than the phone",
            trigger: "#itsm_answer",
            run() {
                const { scrollWidth, clientWidth } = document.documentElement;
                if (scrollWidth > clientWidth) {
                    throw new Error(`${scrollWidth} pixels on ${clientWidth}`);
                }
            },
        },
        {
            content: "The network passes",
            trigger: "#itsm_answer label[for^=itsm_result_]:contains(Pass):first",
            run: "click",
        },
        {
            content: "With a comment",
            trigger: "#itsm_answer textarea[name^=comment_]:first",
            run: "edit Stable since September",
        },
        {
            content: "So does the rest",
            trigger: "button[value=pass_rest]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The comment is kept; without conclusion nothing goes on",
            trigger: "#itsm_answer textarea:value(Stable since September)",
        },
        {
            trigger: "button[value=continue]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".alert-danger:contains(Choose your conclusion)",
        },
        {
            content: "Reasons are not asked for yet",
            trigger: "#itsm_answer:not(:has(.o_itsm_if_fail:visible))",
        },
        {
            content: "Accept with conditions",
            trigger: "label[for=itsm_conditional]",
            run: "click",
        },
        {
            content: "What remains to be done",
            trigger: "#itsm_issues textarea[name=issue_name]",
            run: "edit Hand over the network plan",
        },
        {
            trigger: "#itsm_issues input[name=issue_date_due]",
            run() {
                // the helper cannot fill in an empty date
                this.anchor.value = "2099-12-31";
            },
        },
        {
            content: "There is room for another one",
            trigger: "button[value=add]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "#itsm_issues textarea:value(Hand over the network plan)",
        },
        {
            trigger: "button[value=continue]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The answer is shown as it will be signed",
            trigger: "#itsm_confirm:contains(Accepted with conditions)",
        },
        {
            trigger: "#itsm_sign",
            run: "click",
        },
        {
            content: "A signature is made of the name",
            trigger: "#itsm_modal_sign.show canvas.o_web_sign_signature",
            run: "canvasNotEmpty",
        },
        {
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
        {
            content: "What was concluded stays there",
            trigger: "#itsm_outcome:contains(Accepted with conditions)",
        },
    ],
});

/** The project manager closes the remaining issue: the acceptance is complete. */
registry.category("web_tour.tours").add("itsm_acceptance_issue", {
    steps: () => [
        {
            content: "Open the issue",
            trigger: ".o_data_row td:contains(Hand over the network plan)",
            run: "click",
        },
        {
            content: "Close it",
            trigger: ".o_form_view button[name=action_close]",
            run: "click",
        },
        {
            content: "Say how it was settled",
            trigger: ".modal div[name=resolution] textarea",
            run: "edit Handed over to Feng Xue",
        },
        {
            trigger: ".modal footer button[name=action_close]",
            run: "click",
        },
        {
            content: "It is closed, and the acceptance one click away",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Closed)",
        },
        {
            trigger: "button[name=action_view_acceptance]",
            run: "click",
        },
        {
            content: "The acceptance is complete",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Accepted)",
        },
    ],
});
