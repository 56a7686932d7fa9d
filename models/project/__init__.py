from . import (
    itsm_contract,
    itsm_contract_initiation,
    itsm_project_document_mixin,
    itsm_project_member,
    itsm_project_member_end,
    itsm_project_member_flow,
    itsm_project_member_skill,
    itsm_project_role,
    project_project,
    project_team,
)
