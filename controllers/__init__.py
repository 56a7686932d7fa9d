from . import portal_acceptances, portal_documents, portal_lists
