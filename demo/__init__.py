from . import (
    itsm_demo,
    itsm_demo_catalogue,
    itsm_demo_presales,
    itsm_demo_review,
    itsm_demo_sla,
)
