from .contract import test_itsm_contract
from .operation import test_ticket_flow
