from . import (
    bound_line_mixin,
    itsm_sla_tryout,
    itsm_sla_tryout_candidate,
    itsm_sla_tryout_compute,
    itsm_sla_tryout_history,
    itsm_sla_tryout_miss,
    itsm_sla_tryout_problem,
    itsm_sla_tryout_screen,
    itsm_sla_tryout_state,
    resource_calendar,
)
