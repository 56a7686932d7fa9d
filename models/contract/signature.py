"""A signature as it is recorded, and what is accepted as one."""

import base64
import binascii
import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime

from PIL import Image

from odoo.exceptions import UserError
from odoo.models import BaseModel
from odoo.tools.mimetypes import guess_mimetype

PARTIES = ("provider", "customer")

# Bytes. A drawn signature has some ten thousand, a scanned page less than a million.
MOST_IMAGE = 1_000_000
MOST_SCAN = 10_000_000
_MOST_PIXELS = 4_000_000
_IMAGE_TYPES = ("PNG", "JPEG")
_SCAN_TYPES = ("application/pdf", "image/png", "image/jpeg")


@dataclass(frozen=True)
class Signature:
    """Somebody's signature for one of the two parties.

    ``party``: ``provider`` or ``customer``; ``person``: a `res.users` of the provider,
    a `res.partner` of the customer; ``day``: in the contract's time zone; ``way``:
    ``drawn`` on the screen, or on paper, kept as a ``scan``; ``at``: naive UTC, of
    what is drawn; ``image``: bytes of the drawing; ``scan``: ``(file name, bytes)``;
    ``name``: as the person typed it; ``ip``: where from.
    """

    party: str
    person: BaseModel
    day: date
    way: str
    at: datetime | None = None
    image: bytes | None = None
    scan: tuple[str, bytes] | None = None
    name: str = ""
    ip: str = ""

    def person_name(self):
        """Return what the person is called, whoever asks."""
        # superuser: names of those who sign stand on the document
        return self.person.sudo().name

    def facts(self, pdf_hash):
        """Return what the log keeps of it beside the content's hash.

        :param pdf_hash: SHA-256 of the PDF that was signed, None without one
        :return: JSON-like; hashes are SHA-256 in hex
        """
        facts = {
            "party": self.party,
            "way": self.way,
            "signatory": {
                "model": self.person._name,
                "id": self.person.id,
                "name": self.person_name(),
            },
            "signed_on": str(self.day),
            "pdf": pdf_hash,
        }
        if self.name:
            facts["name_typed"] = self.name
        if self.ip:
            facts["ip"] = self.ip
        if self.at:
            facts["signed_at"] = self.at.replace(tzinfo=UTC).isoformat()
        if self.image:
            facts["image"] = sha256(self.image)
        if self.scan:
            facts["scan"] = sha256(self.scan[1])
        return facts


def sha256(content):
    """Return the SHA-256 of bytes in hex."""
    return hashlib.sha256(content).hexdigest()


def read_image(env, text):
    """Return the bytes of a drawn signature.

    :param text: base64, as Odoo's signature widget sends it
    :raise UserError: there is none, or it is no picture of a signature
    """
    if not text or not isinstance(text, str | bytes):
        raise UserError(env._("The signature is missing: draw it in the field."))
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise UserError(_no_image(env)) from error
    if len(content) > MOST_IMAGE:
        raise UserError(
            env._(
                "The picture of the signature is larger than %s MB: draw it in the"
                " field, or use a smaller picture.",
                MOST_IMAGE // 1_000_000,
            )
        )
    _check_image(env, content)
    return content


def _check_image(env, content):
    try:
        # a picture that is cut off would be shown as far as it goes
        Image.open(io.BytesIO(content), formats=_IMAGE_TYPES).verify()
        image = Image.open(io.BytesIO(content), formats=_IMAGE_TYPES)
        width, height = image.size
        if width * height > _MOST_PIXELS:
            raise UserError(_no_image(env))
        bands = image.convert("RGBA").split()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UserError(_no_image(env)) from error
    if all(low == high for low, high in (band.getextrema() for band in bands)):
        raise UserError(env._("The signature is empty: draw it in the field."))


def _no_image(env):
    return env._(
        "This is no picture of a signature: draw it in the field, or choose a PNG or"
        " JPEG file."
    )


def check_scan(env, content):
    """Refuse what is no scan of a signed document.

    :param bytes content: of the file
    :raise UserError: it is missing, too large, or of another type
    """
    if not content:
        raise UserError(env._("Add the scan of the signed copy."))
    if len(content) > MOST_SCAN:
        raise UserError(
            env._(
                "The signed copy is larger than %s MB: scan it with fewer dots per"
                " inch.",
                MOST_SCAN // 1_000_000,
            )
        )
    if guess_mimetype(content, default="") not in _SCAN_TYPES:
        raise UserError(
            env._("The signed copy is a PDF, or a picture of type PNG or JPEG.")
        )
