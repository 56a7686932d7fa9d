"""Who may do what: the table that the tests of rights go through.

Written from domain sections 0 and 4 and docs/approval.md, not from the access files.
Operations are letters: c(reate), r(ead), w(rite), u(nlink). Roles that a row does not
name may do what ``others`` says.
"""

WRITERS = ("administrator", "service_director", "service_manager", "technical_manager")
READERS_OF_ALL = (
    "administrator",
    "auditor",
    "general_manager",
    "management_representative",
    "service_director",
    "service_manager",
)

_EVIDENCE = {
    "administrator": "r",
    "auditor": "r",
    "management_representative": "r",
    "others": "",
}
# Draft catalogue entries, SLAs and their lines: who writes them, who sees them all.
_DRAFT_SERVICE = {
    **dict.fromkeys(READERS_OF_ALL, "r"),
    **dict.fromkeys(WRITERS, "crw"),
    "administrator": "crwu",
    "others": "",
}
_DRAFT_SLA = {
    **dict.fromkeys(READERS_OF_ALL, "r"),
    "reviewer": "r",
    "sales": "crw",
    "service_director": "crw",
    "service_manager": "crw",
    "administrator": "crwu",
    "others": "",
}

# Records by model, and where there are several by a word beside it. Those of a document
# go with the document they are of: here a published catalogue entry, which everybody
# with a role reads.
RECORDS = {
    "itsm.service draft": _DRAFT_SERVICE,
    # frozen: a new one can be written, this one is not
    "itsm.service published": {**dict.fromkeys(WRITERS, "cr"), "others": "r"},
    "itsm.sla draft": _DRAFT_SLA,
    "itsm.sla.target draft": {
        **_DRAFT_SLA,
        **dict.fromkeys(
            ("administrator", "sales", "service_director", "service_manager"), "crwu"
        ),
    },
    # taken over by the fixture, and by the rules as frozen as one that was approved
    "itsm.sla.target in force": {"others": "r"},
    "itsm.evidence.seal": {**_EVIDENCE, "general_manager": "r"},
    "itsm.role.change": _EVIDENCE,
    # one that is in use: it is archived instead of deleted
    "itsm.document.type": {"administrator": "crw", "others": "r"},
    "itsm.approval.stage": {"administrator": "crwu", "others": "r"},
    "itsm.approval.round": {"others": "r"},
    "itsm.approval.round.stage": {"others": "r"},
    "itsm.approval.decision": {"others": "r"},
    # from the director to the technical manager
    "itsm.approval.delegation": {
        "administrator": "crwu",
        "service_director": "crwu",
        "technical_manager": "r",
        "auditor": "r",
        "general_manager": "r",
        "management_representative": "r",
        "others": "",
    },
}
# What people without a role may do: the catalogue is for everybody in the company.
WITHOUT_ROLE = {("plain", "itsm.service published"): "r"}

# Methods of a catalogue entry: who succeeds when it is in the right state. Written by
# the service manager, reviewed by the technical manager, approved by the director.
METHODS = {
    "action_submit": WRITERS,
    "review": ("technical_manager",),
    "approve": ("service_director",),
    "return": ("technical_manager",),
    "reject": ("technical_manager",),
    "action_withdraw": ("service_manager",),
    "action_put_in_force": ("administrator", "service_director", "service_manager"),
    "action_close": ("administrator", "service_director", "service_manager"),
    "action_cancel": WRITERS,
    "revise": WRITERS,
    "action_verify_evidence": "all",
    "action_view_evidence": "all",
}
