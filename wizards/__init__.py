from . import itsm_sla_choice
from . import itsm_ticket_correction
from . import itsm_ticket_import
from . import itsm_ticket_import_line
from . import itsm_ticket_import_problem
from . import itsm_ticket_import_progress
from . import itsm_ticket_import_state
from . import itsm_ticket_pause
