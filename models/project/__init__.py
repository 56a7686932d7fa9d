from . import itsm_contract, itsm_contract_initiation, project_project
