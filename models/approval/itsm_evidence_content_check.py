import hashlib
from itertools import islice

from odoo import api, models

from ...engine.approval import Change, differences
from .content_reader import ContentReader
from .itsm_evidence_check import Found

# Of one document; more tell nothing more.
_MOST_DIFFERENCES = 20


class ItsmEvidenceCheck(models.AbstractModel):
    """Whether content and files are what was decided on."""

    _inherit = "itsm.evidence.check"

    @api.model
    def _check_contents(self, documents, logs):
        """Check contents against snapshots, and PDFs against the log.

        :param logs: ``{document id: its lines}``
        :return: ``[Found]``
        """
        frozen = documents.filtered(_is_as_submitted)
        found = []
        reader = ContentReader(self.env)
        for document, (then, now) in frozen._changed_since_submission().items():
            for difference in islice(differences(then, now), _MOST_DIFFERENCES):
                found.append(
                    Found(
                        document,
                        self._difference_sentence(difference),
                        reader.path_label(
                            document._name, difference.path, then, now
                        ),
                        self.env._(
                            "What the document shows is not what was decided on."
                            " Compare it with its filed PDF, restore it from a backup,"
                            " and find out who had access to the database."
                        ),
                    )
                )
        for document in documents:
            found += self._check_pdf(document, logs.get(document.id))
        return found

    def _difference_sentence(self, difference):
        sentences = {
            Change.ADDED: self.env._("It was added after the submission."),
            Change.REMOVED: self.env._("It was there when submitted, and is missing."),
            Change.CHANGED: self.env._("It is not what was submitted."),
            Change.MOVED: self.env._("It is in another place than when submitted."),
        }
        return sentences[difference.kind]

    def _check_pdf(self, document, log):
        """Return what is wrong with a document's filed PDF."""
        filed = log and log.filtered(lambda line: line.kind == "filed")[-1:]
        attachment = document.pdf_attachment_id
        if not filed and not attachment:
            return []
        if not filed:
            what = self.env._("The log does not tell that it was filed.")
        elif not attachment:
            what = self.env._("It was filed, and is missing.")
        elif (attachment.res_model, attachment.res_id) != (
            document._name,
            document.id,
        ):
            what = self.env._("It is the file of another record.")
        elif not attachment.raw:
            what = self.env._("Its file is missing in the filestore, or empty.")
        elif hashlib.sha256(attachment.raw).hexdigest() != filed.content_hash:
            what = self.env._("It is not the file that was filed.")
        else:
            return []
        return [
            Found(
                document,
                what,
                self.env._("Filed PDF"),
                self.env._("Restore the file from a backup of the filestore."),
            )
        ]


def _is_as_submitted(document):
    """Return whether nobody could change a document since its last submission."""
    return document.state != "draft" and document.round_id.state in (
        "open",
        "approved",
        "rejected",
    )
