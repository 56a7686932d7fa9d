from . import ir_actions_report, service_report, service_report_xlsx
