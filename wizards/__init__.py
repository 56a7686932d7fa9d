from . import (
    itsm_approval_decide,
    itsm_document_revise,
    itsm_sla_choice,
    itsm_ticket_correction,
    itsm_ticket_import,
    itsm_ticket_import_line,
    itsm_ticket_import_problem,
    itsm_ticket_import_progress,
    itsm_ticket_import_state,
    itsm_ticket_pause,
)
