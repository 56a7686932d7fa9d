from . import itsm_contract
from . import project_project
