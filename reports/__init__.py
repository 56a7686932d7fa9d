from . import document_report, ir_actions_report, service_report, service_report_xlsx
