from . import portal_documents, portal_lists
