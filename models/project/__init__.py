from . import (
    itsm_contract,
    itsm_contract_initiation,
    itsm_project_document_mixin,
    project_project,
)
