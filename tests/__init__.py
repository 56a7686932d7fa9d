from . import test_replay, test_translations
from .approval import (
    test_approval_activity,
    test_approval_lists,
    test_approval_tour,
    test_approval_wizards,
    test_asking,
    test_document_form,
    test_document_pdf,
    test_document_print,
    test_document_round,
    test_document_version,
    test_evidence_check,
    test_evidence_log,
    test_follow_up,
    test_freeze,
    test_hard_cases_25,
    test_race,
    test_rights_matrix,
    test_role_screen,
    test_roles,
)
from .catalogue import (
    test_catalogue_access,
    test_itsm_catalogue,
    test_service_access,
    test_service_agreements,
    test_service_flow,
    test_service_hours,
    test_service_hours_vs_odoo,
    test_service_print,
)
from .contract import (
    test_contract_access,
    test_contract_rpc,
    test_itsm_contract,
    test_itsm_sla,
    test_sale_order,
    test_service_contract_tour,
    test_sla_print,
    test_sla_versions,
)
from .demo import test_demo
from .operation import (
    test_history_state,
    test_import_errors,
    test_import_tickets,
    test_import_wizard,
    test_itsm_outage,
    test_operation_access,
    test_service_definition,
    test_ticket_clock,
    test_ticket_contract,
    test_ticket_correction,
    test_ticket_flow,
    test_ticket_mail,
    test_ticket_priority,
    test_ticket_tour,
)
from .project import test_project
from .reporting import (
    test_pdf_engine,
    test_report_access,
    test_report_cron,
    test_report_dataset,
    test_report_files,
    test_report_tour,
    test_service_report,
)
