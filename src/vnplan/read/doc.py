"""Old Word files (DOC) and RTF: LibreOffice makes DOCX of them, in a process of its own with a time limit."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from vnplan.core.issues import Issue

__all__ = ["to_docx"]

SECONDS = 120.0
"""How long one conversion may take. The first of a machine takes longest: about ten seconds."""

_PROGRAMS = ("soffice", "libreoffice")
_SUFFIXES = frozenset({".doc", ".dot", ".odt", ".rtf", ".wps"})
_MAX_DOCX = 100_000_000
# Settings of the private profile: no macros whatever the document says, no links followed, no word to the network.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""


def to_docx(data: bytes, suffix: str, seconds: float = SECONDS) -> bytes | Issue:
    """The DOCX that LibreOffice makes of an old file; an issue where it cannot. `suffix` is that of the file: `.doc`.

    >>> to_docx(b"", ".doc").code
    'empty'
    """
    if not data.strip():
        return Issue("empty", "the file is empty; give a document with text", "error")
    program = next((path for name in _PROGRAMS if (path := shutil.which(name))), None)
    if program is None:
        message = (
            "old Word files are read by way of LibreOffice, which is not there: install it (Debian: apt install "
            "libreoffice-writer-nogui), or open the file in Word and save it as DOCX"
        )
        return Issue("needs-libreoffice", message, "error")
    with tempfile.TemporaryDirectory(prefix="vnplan-", ignore_cleanup_errors=True) as folder:
        return _converted(program, Path(folder), data, suffix.lower(), seconds)


def _converted(program: str, folder: Path, data: bytes, suffix: str, seconds: float) -> bytes | Issue:
    source = folder / f"document{suffix if suffix in _SUFFIXES else '.doc'}"
    source.write_bytes(data)
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    command = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--invisible", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(source)),
    ]
    code = _run(command, folder, seconds)
    if code is None:
        message = f"LibreOffice did not convert the file in {seconds:g} s; open it in Word and save it as DOCX"
        return Issue("conversion-timeout", message, "error")
    made = folder / "out" / "document.docx"
    if not made.is_file():
        message = "LibreOffice cannot read the file: damaged or password protected; open it in Word and save it as DOCX"
        return Issue("conversion-failed", message, "error")
    if made.stat().st_size > _MAX_DOCX:
        return Issue(
            "too-large", f"the file becomes a DOCX of {made.stat().st_size:,} bytes: more than is read", "error"
        )
    return made.read_bytes()


def _run(command: list[str], folder: Path, seconds: float) -> int | None:
    """Run in a group of its own; None where the time was over: soffice is a script, its child must end with it."""
    environment = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    with subprocess.Popen(  # noqa: S603  the command is ours; of the document only the bytes, under a name of ours
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            # whoever of the group is left, also where the caller was interrupted
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
