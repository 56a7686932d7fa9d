"""HTML to PDF through WeasyPrint (CSS paged media, SVG, PDF/A).

Nothing here knows a report: it is given HTML and files, and answers with bytes. The
HTML may name pictures and style sheets of this Odoo; everything else, the network and
the server's files above all, is refused.
"""

import base64
import logging
import re
from urllib.parse import unquote, urlsplit

from odoo.exceptions import UserError
from odoo.tools import file_open
from odoo.tools.mimetypes import guess_mimetype

_logger = logging.getLogger(__name__)

try:
    import weasyprint
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    # Each page of each report is no news for a server's log.
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
except (ImportError, OSError) as error:
    # OSError: the Python package is there, Pango's libraries are not.
    _logger.info("WeasyPrint cannot be used: %s", error)
    weasyprint = None
    URLFetcher = object

# Relative links of a report resolve against this; RFC 2606 keeps the name unused.
BASE_URL = "https://odoo.invalid/"

_STATIC = re.compile(r"/(?P<file>\w+/static/[^?#]+)")
_CONTENT = re.compile(
    r"/web/(?:image|content)/"
    r"(?:(?P<model>[a-z0-9_.]+)/(?P<res_id>\d+)/(?P<field>\w+)|(?P<attachment>\d+))"
    r"(?:[/?-].*)?"
)
_STATIC_TYPES = {
    ".css": "text/css",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".otf": "font/otf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}


class LocalFetcher(URLFetcher):
    """Serves static files of installed modules, stored pictures and ``data:`` URLs.

    Pictures are read with the rights of the environment's user. No connection is
    opened and no ``file:`` URL is read, whatever a report's HTML says.
    """

    def __init__(self, env):
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)
        self.env = env
        base_url = env["ir.config_parameter"].sudo().get_param("web.base.url") or ""
        self.own_hosts = {urlsplit(BASE_URL).netloc, urlsplit(base_url).netloc}

    def fetch(self, url, headers=None):
        """Return the resource of a URL.

        :raise ValueError: the URL is not one of this Odoo's; WeasyPrint logs it and
            prints the page without the resource
        """
        parts = urlsplit(url)
        if parts.scheme == "data":
            return super().fetch(url, headers)
        if parts.scheme not in ("http", "https") or parts.netloc not in self.own_hosts:
            raise ValueError(f"A report may not fetch {url}")
        path = unquote(parts.path)
        body, mimetype = self._static(path) or self._stored(path) or self._bundle(path)
        return URLFetcherResponse(url, body, {"Content-Type": mimetype})

    def _static(self, path):
        match = _STATIC.fullmatch(path)
        if not match or ".." in path:
            return None
        name = match["file"]
        with file_open(name, "rb", filter_ext=tuple(_STATIC_TYPES)) as file:
            return file.read(), _STATIC_TYPES["." + name.rsplit(".", 1)[1].lower()]

    def _stored(self, path):
        match = _CONTENT.fullmatch(path)
        if not match:
            return None
        model, name = match["model"] or "ir.attachment", match["field"] or "raw"
        if model not in self.env:
            raise ValueError(f"This Odoo has nothing at {path}")
        record = self.env[model].browse(int(match["res_id"] or match["attachment"]))
        field = record._fields.get(name)
        if not record.exists() or not field or field.type != "binary":
            raise ValueError(f"This Odoo has nothing at {path}")
        record.check_access("read")
        if model == "ir.attachment" and record.type != "binary":
            raise ValueError(f"A report does not follow the stored link {path}")
        body = record.with_context(bin_size=False)[name] or b""
        if name != "raw":
            body = base64.b64decode(body)
        return body, guess_mimetype(body)

    def _bundle(self, path):
        # sudo: asset bundles are public files, which Odoo serves to everybody.
        attachment = self.env["ir.attachment"].sudo()
        attachment = attachment.search(
            [("url", "=", path), ("public", "=", True), ("type", "=", "binary")],
            limit=1,
        )
        if not attachment:
            raise ValueError(f"This Odoo has nothing at {path}")
        return attachment.raw, attachment.mimetype


def write_pdf(env, html, files=None, variant=None):
    """Print a document.

    :param env: pictures are read with its user's rights
    :param str html: a complete document
    :param dict files: ``{name: (bytes, description)}`` to embed; the reader finds them
        among the PDF's attachments
    :param str variant: e.g. ``"pdf/a-3b"``
    :return: the PDF
    :rtype: bytes
    :raise UserError: WeasyPrint is not installed
    """
    if weasyprint is None:
        raise UserError(
            env._(
                "This report is printed by WeasyPrint, which is not installed on the "
                "server. Ask your administrator to run “pip install weasyprint” and to "
                "install Pango's libraries (on Debian and Ubuntu: “apt-get install "
                "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0”)."
            )
        )
    fetcher = LocalFetcher(env)
    attachments = [
        weasyprint.Attachment(
            string=content,
            url_fetcher=fetcher,
            name=name,
            description=description,
            relationship="Data",
        )
        for name, (content, description) in (files or {}).items()
    ]
    document = weasyprint.HTML(string=html, base_url=BASE_URL, url_fetcher=fetcher)
    return document.write_pdf(attachments=attachments, pdf_variant=variant)
