from . import itsm_replay
from . import itsm_service_report
from . import itsm_service_report_figure
from . import itsm_service_report_miss
