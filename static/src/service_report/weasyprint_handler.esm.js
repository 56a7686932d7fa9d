import { download } from "@web/core/network/download";
import { getReportUrl } from "@web/webclient/actions/reports/utils";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";

/**
 * Download a PDF that WeasyPrint prints. Odoo's own way first asks the server for
 * wkhtmltopdf and shows HTML when that is missing.
 */
async function downloadWeasyprintReport(action, options, env) {
    if (action.report_type !== "qweb-pdf" || action.pdf_engine !== "weasyprint") {
        return false;
    }
    env.services.ui.block();
    try {
        await download({
            url: "/report/download",
            data: {
                data: JSON.stringify([getReportUrl(action, "pdf"), action.report_type]),
                context: JSON.stringify({ ...user.context, ...action.context }),
            },
        });
    } finally {
        env.services.ui.unblock();
    }
    return true;
}

registry
    .category("ir.actions.report handlers")
    .add("itsm_weasyprint", downloadWeasyprintReport);
