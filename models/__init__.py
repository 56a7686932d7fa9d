from . import approval
from . import catalogue
from . import contract
from . import project
from . import operation
from . import reporting
