"""Run OCA's checks on the addon: `oca.py CHECKOUT [--fix]`.

Their own command looks for addons below the Git root and passes silently when the root
is the addon; this calls the checks on the manifest and fails when they find something.
"""

import sys
from pathlib import Path

from oca_pre_commit_hooks import utils
from oca_pre_commit_hooks.checks_odoo_module import ChecksOdooModule
from oca_pre_commit_hooks.checks_odoo_module_po import ChecksOdooModulePO

ADDON = "itsm_service_delivery"
# The README is Markdown, for GitHub and for `whool` alike.
# The order of a po file is Odoo's export; a term that is alike in both languages, such
# as "SLA", stays filled in, so that an empty one is always a missing translation.
DISABLED = {"prefer-readme-rst", "po-pretty-format"}


def main(checkout: Path, fix: bool) -> int:
    """Print what the checks find; return 1 if they find something."""
    options = {"enable": set(), "disable": DISABLED, "autofix": fix}
    module = ChecksOdooModule(str(checkout / "__manifest__.py"), **options)
    if not module.is_module_installable:
        print("The manifest cannot be read", module.error)
        return 1
    # The folder may have any name; names of records are compared with the addon's.
    module.odoo_addon_name = ADDON
    for check in utils.getattr_checks(module):
        check()
    findings = list(module.checks_errors)
    for file in sorted((checkout / "i18n").glob("*.po*")):
        translations = ChecksOdooModulePO(str(file), **options)
        for check in utils.getattr_checks(translations):
            check()
        findings += translations.checks_errors
    for finding in sorted(findings):
        print(finding)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), "--fix" in sys.argv))
