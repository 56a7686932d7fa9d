"""Which documents have pages on the portal."""

# The part of the address: the model, and its name in templates and counters.
KINDS = {
    "service-contracts": ("itsm.contract", "contract"),
    "service-slas": ("itsm.sla", "sla"),
    "acceptances": ("itsm.acceptance", "acceptance"),
}

KIND_ROUTE = "<any({}):kind>".format(",".join(f"'{kind}'" for kind in KINDS))
