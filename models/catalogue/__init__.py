from . import (
    itsm_approval_round_stage,
    itsm_makeup_day,
    itsm_priority,
    itsm_priority_rule,
    itsm_service,
    itsm_service_category,
    itsm_service_print,
    itsm_service_target,
    product_product,
    resource_calendar,
    resource_calendar_attendance,
    resource_calendar_leaves,
)
