"""Downloads come whole, Debian's links become files, translations are complete."""

import polib
import pytest
import translations

from workbench import content, debian_package
from workbench.paths import fingerprint, made_whole


def test_an_interrupted_folder_is_not_taken_for_whole(tmp_path):
    target = tmp_path / "odoo"
    with pytest.raises(KeyboardInterrupt), made_whole(target) as partial:
        (partial / "half").touch()
        raise KeyboardInterrupt
    assert not target.exists()
    with made_whole(target) as partial:
        assert list(partial.iterdir()) == []
        (partial / "all").touch()
    assert [file.name for file in target.iterdir()] == ["all"]


def test_a_fingerprint_tells_parts_apart(tmp_path):
    (tmp_path / "file").write_text("ab")
    assert fingerprint("ab", "c") != fingerprint("a", "bc")
    assert fingerprint(tmp_path / "file") == fingerprint("ab") == fingerprint(b"ab")


@pytest.fixture
def unpacked(tmp_path):
    """A package with three links: to a font, to a script and to nothing."""
    root = tmp_path / "root"
    source = root / "lib" / "odoo"
    fonts = root / "font_awesome"
    for folder in (source / "addons" / "web", source / "addons" / "pos", fonts):
        folder.mkdir(parents=True)
    (root / "share").mkdir()
    (root / "share" / "jquery.js").write_text("jQuery")
    (fonts / "FontAwesome.otf").write_text("4.7")
    web = source / "addons" / "web"
    (web / "jquery.js").symlink_to("../../../../share/jquery.js")
    (web / "FontAwesome.otf").symlink_to("../../../../share/FontAwesome.otf")
    (source / "addons" / "pos" / "till.otf").symlink_to("/nowhere/till.otf")
    return source, root, fonts


def test_links_become_files(unpacked):
    source, root, fonts = unpacked
    debian_package._replace_links(source, root, fonts)
    web = source / "addons" / "web"
    assert not any(file.is_symlink() for file in web.iterdir())
    assert (web / "jquery.js").read_text() == "jQuery"
    assert (web / "FontAwesome.otf").read_text() == "4.7"


def test_a_file_that_every_page_needs_must_not_be_missing(unpacked):
    source, root, fonts = unpacked
    (root / "share" / "jquery.js").unlink()
    with pytest.raises(debian_package.NotAvailable, match=r"web/jquery\.js"):
        debian_package._replace_links(source, root, fonts)


@pytest.mark.parametrize(("name", "top"), [("pypi", "org"), ("npmjs", "com")])
def test_a_registry_host_is_found(tmp_path, monkeypatch, name, top):
    file = tmp_path / "notes.md"
    file.write_text(f"fine\nurl = https://{name}.{top}/simple\n")
    monkeypatch.setattr(content, "source_files", lambda: [file])
    monkeypatch.setattr(content, "CHECKOUT", tmp_path)
    places = [finding.split(": ")[0] for finding in content.registry_hosts()]
    assert places == ["notes.md:2"]
    file.write_text("https://www.debian.org https://github.com\n")
    assert content.registry_hosts() == []


def _po(path, *entries):
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    for msgid, msgstr, *flags in entries:
        file.append(polib.POEntry(msgid=msgid, msgstr=msgstr, flags=flags))
    file.save(str(path))
    return path


@pytest.mark.parametrize(
    ("entries", "findings"),
    [
        ([("Ticket", "工单")], []),
        ([("Ticket", "")], ["zh_CN.po: no translation of 'Ticket'"]),
        ([], ["zh_CN.po: no translation of 'Ticket'"]),
        ([("Ticket", "票", "fuzzy")], ["zh_CN.po: fuzzy translation of 'Ticket'"]),
    ],
)
def test_the_chinese_is_complete(tmp_path, entries, findings):
    assert translations.check(tmp_path) == []
    _po(tmp_path / "itsm_service_delivery.pot", ("Ticket", ""))
    assert translations.check(tmp_path) == ["zh_CN.po is missing; script/pot makes it"]
    _po(tmp_path / "zh_CN.po", *entries)
    assert translations.check(tmp_path) == findings


def test_merging_keeps_translations_and_drops_what_is_gone(tmp_path):
    _po(tmp_path / "itsm_service_delivery.pot", ("Ticket", ""), ("Gone", ""))
    _po(tmp_path / "zh_CN.po", ("Ticket", "工单"), ("Gone", "没了"))
    new = _po(tmp_path / "new", ("Ticket", ""), ("Outage", ""))
    assert translations.compare(tmp_path, new) == [
        "itsm_service_delivery.pot lacks 'Outage'",
        "itsm_service_delivery.pot still has 'Gone'",
    ]
    translations.merge(tmp_path, new)
    assert translations.compare(tmp_path, new) == []
    merged = polib.pofile(tmp_path / "zh_CN.po")
    terms = {entry.msgid: entry.msgstr for entry in merged}
    assert terms == {"Ticket": "工单", "Outage": ""}
