from . import helpdesk_ticket
from . import helpdesk_ticket_category
from . import helpdesk_ticket_stage
from . import helpdesk_ticket_type
from . import itsm_outage
from . import itsm_outage_exclusion
from . import itsm_ticket_clock
from . import itsm_ticket_event
