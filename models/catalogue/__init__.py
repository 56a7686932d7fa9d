from . import itsm_makeup_day
from . import itsm_priority
from . import itsm_priority_rule
from . import itsm_service
from . import itsm_service_category
from . import itsm_service_target
from . import resource_calendar
