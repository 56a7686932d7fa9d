from . import (
    closed_project_mixin,
    closed_project_records,
    itsm_closure_item,
    itsm_closure_template,
    itsm_contract_completion,
    itsm_project_closure,
    itsm_project_closure_checks,
    itsm_project_closure_flow,
    itsm_project_document_mixin,
    project_closure,
)
