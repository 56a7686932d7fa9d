from . import approval
from . import catalogue
from . import presales
from . import contract
from . import project
from . import operation
from . import reporting
from . import tryout
