"""Which documents have pages on the portal."""

# The part of the address: the model, and the name of its counter.
KINDS = {
    "service-slas": ("itsm.sla", "sla"),
}

KIND_ROUTE = "<any({}):kind>".format(",".join(f"'{kind}'" for kind in KINDS))
