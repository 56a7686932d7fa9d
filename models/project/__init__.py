from . import itsm_contract, project_project
