"""The README's pictures: who looks at which record of the demo company."""

import json
from dataclasses import dataclass

MODULE = "itsm_service_delivery"
MANAGER = "chenjing@yunling.example"
TECHNICAL_MANAGER = "liuyang@yunling.example"
PROJECT_MANAGER = "zhaolei@yunling.example"
ENGINEER = "hejingyi@yunling.example"
SALES = "linfang@yunling.example"
CUSTOMER = "fengxue@jiangcheng.example"
SIGNATORY = "yangfan@jiangcheng.example"
ADMINISTRATOR = "admin"
# Stands for an import that has been checked.
IMPORT = "import"


@dataclass(frozen=True)
class Picture:
    """One picture.

    :param login: who looks; the password is the same
    :param path: of the page; ``%s`` stands for the record's id
    :param record: name of the demo record, or a domain of one as JSON: model, domain
    :param shown: selector of what must be there before anything is done
    :param then: JavaScript that clicks; the picture is taken when ``after`` is there
    """

    login: str
    path: str
    record: str = ""
    shown: str = ".o_view_controller"
    then: str = ""
    after: str = ""
    size: tuple[int, int] = (1440, 900)
    languages: str = "en"


def action(name: str, *rest: str) -> str:
    return "/".join([f"/odoo/action-{MODULE}.{name}", *rest])


def click(selector: str) -> str:
    return f"document.querySelector({selector!r}).click()"


def ticket(number: str) -> str:
    return json.dumps(["helpdesk.ticket", [["number", "=", number]]])


# The one ticket whose resolution is at risk.
LIVE = json.dumps(
    ["helpdesk.ticket", [["itsm_import_ref", "=", False], ["itsm_impact", "=", "high"]]]
)


def report(month: str) -> str:
    domain = [["period_start", "=", f"{month}-01"], ["state", "!=", "superseded"]]
    return json.dumps(["itsm.service.report", domain])


def of(model: str, number: str) -> str:
    """Name the current version of a document by its number."""
    domain = [["number", "=", number], ["state", "not in", ["superseded", "draft"]]]
    return json.dumps([model, domain])


JIANGCHENG = "demo_project_jiangcheng"
INITIATION = of("itsm.project.initiation", "LX-2026-0012")
SERVICE_PLAN = of("itsm.service.plan", "FA-2026-0010")
WORK_PLAN = of("itsm.work.plan", "JH-2026-0010")
CHANGE = json.dumps(["itsm.work.plan.change", []])
ACCEPTANCE = of("itsm.acceptance", "YS-2026-0006")
CLOSURE = json.dumps(["itsm.project.closure", []])

PICTURES = {
    "quotation": Picture(
        SALES, "/odoo/sales/%s", "demo_order_binhai_renewal", ".o_form_view"
    ),
    "information-sheet": Picture(
        SALES,
        action("itsm_information_sheet_action", "%s"),
        "demo_sheet_warehouse",
        ".o_form_view",
        then=click(".o_notebook_headers [name=requirements]"),
        after="[name=requirement_ids] .o_data_row",
        size=(1440, 1000),
    ),
    "trace-matrix": Picture(
        MANAGER,
        action("itsm_contract_action", "%s"),
        "demo_contract_jiangcheng",
        ".o_form_view",
        then=click("[name=action_view_trace]"),
        after=".o_list_view .o_data_row",
        size=(1840, 560),
    ),
    "presales-plan": Picture(
        MANAGER,
        action("itsm_presales_plan_action", "%s"),
        "demo_plan_jiangcheng",
        ".o_form_view",
        then=click(".o_notebook_headers [name=costs]"),
        after="[name=cost_ids] .o_data_row",
        size=(1440, 1250),
    ),
    "sla-tryout": Picture(
        MANAGER,
        action("itsm_sla_tryout_action", "%s"),
        "demo_tryout_binhai",
        ".o_form_view",
        languages="en zh",
        size=(1440, 1500),
    ),
    "contract-parties": Picture(
        SALES,
        action("itsm_contract_action", "%s"),
        "demo_contract_jiangcheng",
        ".o_form_view",
        then=click(".o_notebook_headers [name=parties]"),
        after="[name=party_a_account]",
        size=(1440, 1000),
    ),
    "contract-review": Picture(
        MANAGER,
        action("itsm_contract_review_action", "%s"),
        json.dumps(["itsm.contract.review", [["number", "=", "PS-2026-0015"]]]),
        ".o_form_view",
        languages="en zh",
        size=(1440, 1500),
    ),
    "portal-contract": Picture(
        SIGNATORY,
        "/my/service-contracts/%s",
        "demo_contract_jiangcheng",
        "#wrapwrap",
        size=(1440, 2700),
    ),
    "contract": Picture(
        MANAGER,
        action("itsm_contract_action", "%s"),
        "demo_contract_jiangcheng",
        ".o_form_view",
        languages="en zh",
    ),
    "sla": Picture(
        MANAGER,
        action("itsm_sla_action", "%s"),
        "demo_contract_jiangcheng_sla",
        ".o_form_view",
    ),
    "approvals": Picture(
        TECHNICAL_MANAGER,
        action("itsm_approval_to_decide_action"),
        shown=".o_data_row",
        size=(1440, 360),
        languages="en zh",
    ),
    "approval": Picture(
        MANAGER,
        action("itsm_sla_action", "%s"),
        "demo_contract_jiangcheng_sla",
        ".o_form_view",
        then=click(".o_notebook_headers [name=itsm_approval]"),
        after=".o_field_widget[name=decision_ids] .o_data_row",
        size=(1440, 1250),
    ),
    "document-type": Picture(
        ADMINISTRATOR,
        action("itsm_document_type_action", "%s"),
        "document_type_sla",
        ".o_form_view",
        size=(1440, 640),
    ),
    "roles": Picture(
        ADMINISTRATOR, action("itsm_role_action"), size=(1440, 760)
    ),
    "catalogue": Picture(MANAGER, action("itsm_service_action")),
    "service-hours": Picture(
        MANAGER,
        action("resource_calendar_action", "%s"),
        "demo_calendar_5x8",
        ".o_form_view",
        then=click("[name=itsm_makeup_days]"),
    ),
    "priority-matrix": Picture(
        ADMINISTRATOR,
        action("itsm_priority_matrix_action"),
        shown=".o_action_manager table",
        size=(1440, 420),
    ),
    "tickets": Picture(
        MANAGER,
        action("helpdesk_ticket_action"),
        shown=".o_data_row",
        languages="en zh",
        size=(1440, 560),
    ),
    "ticket": Picture(
        ENGINEER,
        action("helpdesk_ticket_action", "%s"),
        LIVE,
        ".o_form_view",
        languages="en zh",
        size=(1440, 1000),
    ),
    "ticket-timeline": Picture(
        ENGINEER,
        action("helpdesk_ticket_action", "%s"),
        ticket("GD202610023"),
        ".o_form_view",
        then=click(".o_notebook_headers [name=itsm_timeline]"),
        after=".o_field_widget[name=itsm_event_ids] .o_data_row",
        size=(1440, 1250),
    ),
    "outages": Picture(
        MANAGER,
        action("itsm_outage_action"),
        shown=".o_data_row",
        size=(1440, 420),
    ),
    "import": Picture(
        MANAGER,
        action("itsm_ticket_import_action", "%s"),
        IMPORT,
        ".o_form_view .o_data_row",
    ),
    "report": Picture(
        PROJECT_MANAGER,
        action("itsm_service_report_action", "%s"),
        report("2026-10"),
        ".o_form_view",
        languages="en zh",
        size=(1440, 1200),
    ),
    "report-charts": Picture(
        PROJECT_MANAGER,
        action("itsm_service_report_action", "%s"),
        report("2026-10"),
        ".o_form_view",
        then=click(".o_notebook_headers [name=charts]"),
        after=".o_form_view svg",
        size=(1440, 1500),
    ),
    "initiation": Picture(
        MANAGER,
        "/odoo/itsm.project.initiation/%s",
        INITIATION,
        ".o_form_view",
        size=(1440, 1250),
        languages="en zh",
    ),
    "project": Picture(
        PROJECT_MANAGER,
        "/odoo/project.project/%s",
        JIANGCHENG,
        ".o_form_view",
        size=(1440, 900),
        languages="en zh",
    ),
    "team": Picture(
        PROJECT_MANAGER,
        "/odoo/project.project/%s",
        JIANGCHENG,
        ".o_form_view",
        then=click(".o_notebook_headers [name=itsm_team]"),
        after="[name=itsm_member_ids] .o_data_row",
        size=(1440, 1100),
    ),
    "service-plan": Picture(
        PROJECT_MANAGER,
        "/odoo/itsm.service.plan/%s",
        SERVICE_PLAN,
        ".o_form_view",
        size=(1440, 1150),
    ),
    "work-plan": Picture(
        PROJECT_MANAGER,
        "/odoo/%s/work-plan-gantt",
        WORK_PLAN,
        ".gantt_task_line",
        size=(1440, 900),
        languages="en zh",
    ),
    "work-plan-change": Picture(
        PROJECT_MANAGER,
        "/odoo/itsm.work.plan.change/%s",
        CHANGE,
        ".o_form_view",
        size=(1440, 1100),
    ),
    "acceptance": Picture(
        PROJECT_MANAGER,
        "/odoo/itsm.acceptance/%s",
        ACCEPTANCE,
        ".o_form_view",
        size=(1440, 1000),
    ),
    "closure": Picture(
        PROJECT_MANAGER,
        "/odoo/itsm.project.closure/%s",
        CLOSURE,
        ".o_form_view",
        size=(1440, 1150),
    ),
}
