"""Delegations: who may decide for whom, when, and what (R11)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Delegation:
    """A principal lets a delegate decide for him.

    It says nothing about delegations of the delegate: they are not transitive. One to
    oneself allows nothing.

    :param first_day: the first day it holds
    :param last_day: the last day it holds
    :param document_types: the types it is for; empty = all
    """

    principal: int | str
    delegate: int | str
    first_day: date
    last_day: date
    document_types: frozenset = frozenset()

    def covers(self, person, day, document_type):
        """Return whether it lets a person decide on a document on a day."""
        return (
            self.delegate == person
            and self.principal != person
            and self.first_day <= day <= self.last_day
            and (not self.document_types or document_type in self.document_types)
        )
