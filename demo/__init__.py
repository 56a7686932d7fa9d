from . import (
    itsm_demo,
    itsm_demo_acceptance,
    itsm_demo_catalogue,
    itsm_demo_contract,
    itsm_demo_initiation,
    itsm_demo_presales,
    itsm_demo_project,
    itsm_demo_review,
    itsm_demo_signature,
    itsm_demo_sla,
    itsm_demo_tryout,
    itsm_demo_work_plan,
)
