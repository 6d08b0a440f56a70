"""`vnplan`: the group of commands, each loaded when it is used, and what every command does about errors."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from vnplan.core.issues import VnplanError

COMMANDS = (
    "extract",
    "explain",
    "check",
    "agencies",
    "registry",
    "graph",
    "export",
    "compare",
    "report",
    "view",
    "annotate",
    "evaluate",
    "knowledge",
    "schema",
)

EXAMPLES = """\b
Examples:
  vnplan extract plan.pdf --format table        what is in one plan
  vnplan extract plans/ --output plans.jsonl    a folder, one JSON document a line
  vnplan explain plan.txt --at 12:30            which rule read this place, and why
  vnplan check plans/                           what a careful clerk would find in them
  vnplan compare plans/                         who does what by when, province beside province
  vnplan agencies "Bộ Thủy sản"                 what became of an agency, and by which act
"""


class _Commands(click.Group):
    """Imports a command's module only to run it or to list it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"vnplan.cli.{cmd_name}").command
        assert isinstance(command, click.Command)  # noqa: S101
        return command


@click.group(
    cls=_Commands,
    epilog=EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="vnplan", prog_name="vnplan")
def cli() -> None:
    """Turn Vietnamese administrative plans into structured records.

    Reads text (UTF-8, UTF-16, TCVN3, VNI, Windows-1258), HTML, PDF, scans (OCR), DOCX, DOC, RTF, ODT and archives of
    them, and finds the header, sections, cited instruments, agencies, assignments, deadlines and numeric targets,
    each with its exact place in the text and, on paged sources, on the page.
    """


def main() -> None:
    """Run the command line. Exit status: 0 all well, 1 some documents failed, 2 the call could not work."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(_run())


def _run() -> int:
    try:
        status = cli.main(standalone_mode=False, prog_name="vnplan")
        sys.stdout.flush()
        return int(status or 0)
    except click.ClickException as error:
        click.echo(f"vnplan: {error.format_message()}{_hint(error)}", err=True)
        return 2
    except BrokenPipeError:
        # the reader has gone (`| head`): what is still buffered must not raise again at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except (KeyboardInterrupt, click.Abort):
        click.echo("vnplan: interrupted", err=True)
        return 130
    except VnplanError as error:
        click.echo(f"vnplan: {error}", err=True)
        return 2
    except OSError as error:
        click.echo(f"vnplan: {error.filename or 'output'}: {error.strerror or error}", err=True)
        return 2
    except Exception as error:
        # a user is told in one line, a developer sees where
        if os.environ.get("VNPLAN_TRACEBACK"):
            raise
        message = f"internal error, {type(error).__name__}: {error}; please report it (VNPLAN_TRACEBACK=1 shows where)"
        click.echo(f"vnplan: {message}", err=True)
        return 2


def _hint(error: click.ClickException) -> str:
    ctx = getattr(error, "ctx", None)
    return f" (see `{ctx.command_path} --help`)" if ctx is not None else ""
