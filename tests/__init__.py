from .contract import test_itsm_contract
