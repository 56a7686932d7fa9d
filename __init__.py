from . import controllers, demo, models, reports, wizards
from .hooks import share_code_translations, uninstall_hook
