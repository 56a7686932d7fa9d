"""script/lint: check how the files are written."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from workbench import content, environment, node
from workbench.console import child_environment, note, say
from workbench.paths import ADDON, ADDONS, CACHE, CHECKOUT, prepare_state, source_files

USAGE = """\
script/lint [--fix] [STEP...]
Sets up the linters and runs these steps, or those that are named:
  ruff          Python: errors, names, imports, lengths, and engine/ without Odoo
  pylint        Python: Odoo's habits (pylint-odoo)
  oca           manifest, XML and CSV (oca-odoo-pre-commit-hooks)
  prettier      XML, JavaScript and SCSS
  content       no registry's host is named; every data file is in the manifest
  translations  the Chinese translation is complete
--fix mends what ruff, OCA's checks and prettier can mend."""

INSIDE = Path(__file__).resolve().parents[1] / "inside"
FORMATTED = (".xml", ".js", ".scss")
# Libraries of others, as they were released.
VENDORED = CHECKOUT / "static" / "lib"


def main(arguments: list[str]) -> int:
    steps: dict[str, Callable[[bool], bool]] = {
        "ruff": _ruff,
        "pylint": _pylint,
        "oca": _oca,
        "prettier": _prettier,
        "content": _content,
        "translations": _translations,
    }
    fix = "--fix" in arguments
    chosen = [argument for argument in arguments if argument != "--fix"] or list(steps)
    if unknown := set(chosen) - set(steps):
        print(USAGE)
        return 0 if unknown <= {"-h", "--help"} else 2
    prepare_state()
    failed = []
    for step in chosen:
        say(f"Lint: {step}")
        if not steps[step](fix):
            failed.append(step)
    say("Lint: " + (f"FAILED in {', '.join(failed)}" if failed else "passed"))
    return 1 if failed else 0


def _succeeds(command: list[str | Path], cwd: Path = CHECKOUT) -> bool:
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=cwd, env=child_environment()).returncode == 0


def _ruff(fix: bool) -> bool:
    python = environment.lint_python()
    command = [python, "-m", "ruff", "check", "--cache-dir", CACHE / "ruff"]
    return _succeeds([*command, *(["--fix"] if fix else []), "."])


def _pylint(fix: bool) -> bool:
    python = environment.lint_python()
    command = [python, "-m", "pylint", f"--rcfile={CHECKOUT / '.pylintrc'}", "--jobs=2"]
    # Priorities, pause reasons and states are a handful each: all are wanted. Only
    # here can a check be taken out of the group that the file turns on.
    command.append("--disable=no-search-all")
    # Through the link, so that the addon has its name in a folder of any name.
    return _succeeds([*command, ADDON], cwd=ADDONS)


def _oca(fix: bool) -> bool:
    command = [environment.lint_python(), INSIDE / "oca.py", CHECKOUT]
    return _succeeds([*command, *(["--fix"] if fix else [])])


def _prettier(fix: bool) -> bool:
    files = [
        file
        for file in source_files()
        if file.suffix in FORMATTED and not file.is_relative_to(VENDORED)
    ]
    modules = node.modules()
    plugin = modules / "@prettier" / "plugin-xml" / "src" / "plugin.js"
    command = ["node", modules / "prettier" / "bin" / "prettier.cjs"]
    command += ["--config", CHECKOUT / ".prettierrc.json", f"--plugin={plugin}"]
    command += ["--ignore-path", "/dev/null", "--log-level", "warn"]
    return not files or _succeeds([*command, "--write" if fix else "--check", *files])


def _content(fix: bool) -> bool:
    return _none(content.registry_hosts() + content.unused_data())


def _translations(fix: bool) -> bool:
    python = environment.lint_python()
    return _succeeds([python, INSIDE / "translations.py", "check", CHECKOUT / "i18n"])


def _none(findings: list[str]) -> bool:
    for finding in findings:
        note(finding)
    return not findings
