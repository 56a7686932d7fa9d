"""Fixtures of the catalogue's tests: a service on its way to being published."""

from odoo.fields import Command

from ..common import ItsmCommon


class CatalogueCommon(ItsmCommon):
    """A draft SAN of the service manager, and the people whom its approval needs.

    The stages are the shipped ones: review by the technical manager, approval by the
    service director (domain 4.23).
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.author = cls.users["service_manager"]
        cls.reviewer = cls.users["technical_manager"]
        cls.approver = cls.users["service_director"]
        cls.service = cls._create_service("SAN")

    @classmethod
    def _create_service(cls, code, **values):
        """Write a service that is ready to be submitted, as the service manager."""
        target = {"priority_id": cls.priorities["P1"].id, "minutes": 240}
        return (
            cls.env["itsm.service"]
            .with_user(cls.author)
            .create(
                {
                    "code": code,
                    "name": f"{code} operation",
                    "description": "<p>What the customer gets.</p>",
                    "owner_id": cls.users["engineer"].id,
                    "target_ids": [Command.create(target)],
                    **values,
                }
            )
        )

    @classmethod
    def approve(cls, service):
        service.with_user(cls.author).action_submit()
        service.with_user(cls.reviewer).action_approve()
        service.with_user(cls.approver).action_approve()
        return service

    @classmethod
    def publish(cls, service):
        cls.approve(service).with_user(cls.author).action_put_in_force()
        return service

    @classmethod
    def next_version(cls, service, major=False):
        """Publish the next version of a service."""
        change = "Wording" if not major else "Scope"
        draft = service.with_user(cls.author).revise(major, change)
        if not draft.owner_id:
            # the services of the shared fixture were taken over without
            draft.write(
                {
                    "owner_id": cls.users["engineer"].id,
                    "description": "<p>What the customer gets.</p>",
                    "level_note": "<p>As agreed.</p>",
                }
            )
        return cls.publish(draft)
