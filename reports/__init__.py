from . import (
    document_report,
    acceptance_report,
    information_sheet_report,
    ir_actions_report,
    presales_plan_report,
    project_initiation_report,
    service_plan_report,
    service_report,
    service_report_xlsx,
    summary_report,
    tryout_document,
    tryout_xlsx,
)
