from . import (
    itsm_contract,
    itsm_contract_line,
    itsm_contract_lookup,
    itsm_contract_state,
    itsm_credit_rule,
    itsm_maintenance_window,
    itsm_pause_reason,
    itsm_sla,
    itsm_sla_availability,
    itsm_sla_target,
    itsm_sla_version,
    sale_order,
)
