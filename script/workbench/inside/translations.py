"""The translations, with polib:

`translations.py check I18N` fails when the Chinese lacks a term of the template;
`translations.py merge I18N NEW.pot` renews the template and each language's terms;
`translations.py compare I18N NEW.pot` fails when the template has not the same terms.
"""

import sys
from pathlib import Path

import polib

ADDON = "itsm_service_delivery"
COMPLETE = "zh_CN"


def _terms(file: polib.POFile) -> dict[tuple, polib.POEntry]:
    return {(entry.msgctxt, entry.msgid): entry for entry in file if not entry.obsolete}


def check(folder: Path) -> list[str]:
    """List what the complete language lacks; nothing before there is a template."""
    template = folder / f"{ADDON}.pot"
    if not template.exists():
        return []
    language = folder / f"{COMPLETE}.po"
    if not language.exists():
        return [f"{language.name} is missing; script/pot makes it"]
    have = _terms(polib.pofile(str(language)))
    findings = []
    for key in _terms(polib.pofile(str(template))):
        entry = have.get(key)
        if entry is None or not entry.msgstr:
            findings.append(f"{language.name}: no translation of {key[1]!r}")
        elif entry.fuzzy:
            findings.append(f"{language.name}: fuzzy translation of {key[1]!r}")
    return findings


def compare(folder: Path, new: Path) -> list[str]:
    """List the differences in terms between the committed template and a new export."""
    template = folder / f"{ADDON}.pot"
    if not template.exists():
        return [f"{template.name} is missing; script/pot makes it"]
    old = _terms(polib.pofile(str(template))).keys()
    there = _terms(polib.pofile(str(new))).keys()
    lacking = sorted(f"{template.name} lacks {key[1]!r}" for key in there - old)
    stale = sorted(f"{template.name} still has {key[1]!r}" for key in old - there)
    return lacking + stale


def merge(folder: Path, new: Path) -> None:
    """Renew the template, keeping its date where no term changed, and each language."""
    template_path = folder / f"{ADDON}.pot"
    template = polib.pofile(str(new), wrapwidth=78)
    if template_path.exists():
        old = polib.pofile(str(template_path), wrapwidth=78)
        fresh, template.metadata = template.metadata, old.metadata
        if str(old) != str(template):
            template.metadata = fresh
    template.save(str(template_path))
    languages = {folder / f"{COMPLETE}.po", *folder.glob("*.po")}
    for path in sorted(languages):
        language = _language(path)
        language.merge(template)
        for entry in language.obsolete_entries():
            language.remove(entry)
        language.save(str(path))
        missing = len(language.untranslated_entries())
        print(f"{path.name}: {len(language)} terms, {missing} without translation")


def _language(path: Path) -> polib.POFile:
    if path.exists():
        return polib.pofile(str(path), wrapwidth=78)
    language = polib.POFile(wrapwidth=78)
    language.metadata = {
        "Project-Id-Version": "Odoo Server 19.0",
        "Language": path.stem,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    return language


def main(command: str, folder: Path, *new: str) -> int:
    """Run one of the commands above; return 1 if it found something."""
    if command == "merge":
        merge(folder, Path(new[0]))
        return 0
    findings = check(folder) if command == "check" else compare(folder, Path(new[0]))
    for finding in findings:
        print(finding)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:]))
