from . import test_history_state
from . import test_import_errors
from . import test_import_tickets
from . import test_import_wizard
from . import test_service_definition
