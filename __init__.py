from . import demo
from . import models
from . import reports
from . import wizards
from .hooks import share_code_translations
