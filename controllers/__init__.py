from . import portal_documents
from . import portal_lists
