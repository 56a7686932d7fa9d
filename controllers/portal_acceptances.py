from werkzeug.exceptions import NotFound

from odoo.http import request, route

from ..models.acceptance import acceptance_answer
from .portal_documents import PortalDocuments

_PAGE = "/my/acceptances/<int:document_id>"


class PortalAcceptances(PortalDocuments):
    """The customer says of each criterion whether it passes, and concludes.

    In two steps: the answer is kept first, complete or not, so that nothing is lost;
    then it is shown again, and signed.
    """

    def _itsm_page_values(self, document, access_token, message, error):
        values = super()._itsm_page_values(document, access_token, message, error)
        if document._name == "itsm.acceptance":
            values["step"] = self._itsm_step(document, values)
            values["results"] = [
                ("pass", request.env._("Pass"), "success"),
                ("fail", request.env._("Fail"), "danger"),
                ("na", request.env._("N/A"), "secondary"),
            ]
            values["conclusions"] = document._fields[
                "conclusion"
            ]._description_selection(request.env)
        return values

    def _itsm_step(self, document, values):
        """Return what the page offers: ``answer``, ``confirm``, or nothing."""
        if not values["can_sign"]:
            return None
        answer = document._get_answer()
        wants = request.params.get("step") == "confirm"
        complete = wants and not document._get_answer_problems(answer)
        return "confirm" if complete else "answer"

    @route(f"{_PAGE}/answer", type="http", auth="user", methods=["POST"], website=True)
    def itsm_acceptance_answer(self, document_id, do="save", former=None, **_kw):
        """Keep the answer, and go on with what was asked for."""
        document = self._itsm_get_own("acceptances", document_id)
        if not self._itsm_is_signatory(document):
            raise NotFound()
        data = _read_form(document, request.httprequest.form, do)
        answer = acceptance_answer.read(data, document.criterion_ids.ids)
        error = self._itsm_try(document._keep_answer, answer.data(), former)
        if not error and do == "continue":
            error = "\n".join(document._get_answer_problems(answer))
        if error:
            values = self._itsm_page_values(document, None, None, error)
            # what was written is there to be corrected, kept or not
            values["document"] |= document._portal_answer(answer)
            return request.render("itsm_service_delivery.portal_acceptance", values)
        url = document._get_portal_url()
        after = {
            "continue": "?step=confirm#itsm_content",
            "save": "?message=saved#itsm_answer",
            "pass_rest": "#itsm_answer",
        }
        return request.redirect(f"{url}{after.get(do, '#itsm_issues')}")

    @route(
        f"{_PAGE}/evidence/<int:file_id>",
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def itsm_acceptance_evidence(
        self, document_id, file_id, access_token=None, **_kw
    ):
        """Send a file that shows that a criterion is met."""
        document = self._itsm_get("acceptances", document_id, access_token)
        file = document._portal_evidence(file_id)
        if not file:
            raise NotFound()
        stream = request.env["ir.binary"]._get_stream_from(file)
        # what somebody has uploaded is not shown within the site
        return stream.get_response(as_attachment=True)


def _read_form(document, form, do):
    """Return what the page has sent, as `acceptance_answer.read()` takes it.

    :param form: of the request
    :param str do: the button: ``save``, ``continue``, ``add``, ``pass_rest`` or
        ``remove-`` and the place of an issue
    """
    results = {}
    for criterion in document.criterion_ids:
        result = form.get(f"result_{criterion.id}") or ""
        if do == "pass_rest" and not result:
            result = "na" if criterion.result == "na" else "pass"
        comment = form.get(f"comment_{criterion.id}")
        results[str(criterion.id)] = {"result": result, "comment": comment}
    names = ("name", "side", "date_due")
    columns = (form.getlist(f"issue_{name}") for name in names)
    issues = [
        dict(zip(names, row, strict=True)) for row in zip(*columns, strict=False)
    ]
    if do.startswith("remove-"):
        issues = [
            issue for place, issue in enumerate(issues) if do != f"remove-{place}"
        ]
    return {
        "conclusion": form.get("conclusion"),
        "reason": form.get("reason"),
        "results": results,
        "issues": issues,
    }
