"""What all commands of the command line share: options, settings, and how they fail."""

from __future__ import annotations

import functools
import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from ..graph.errors import SaysoError
from ..graph.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])


class WithExamples(click.Command):
    """A command whose help ends with examples, as they are typed."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.examples = tuple(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples after the options."""
        with formatter.section("Examples"):
            for example in self.examples:
                formatter.write(f"{'':{formatter.current_indent}}{example}\n")


class GroupWithExamples(WithExamples, click.Group):
    """A group of commands, likewise."""


class Failure(click.ClickException):
    """An error as the command line shows it: one line, exit status 1."""

    def show(self, file: Any = None) -> None:
        """Print the message to standard error."""
        click.echo(f"{click.style('Error:', fg='red')} {self.message}", err=True, file=file)


def debug_option(command: Command) -> Command:
    """Add `--debug` to a command, and turn its errors into one clear line."""

    @functools.wraps(command)
    def run(*args: Any, debug: bool, **options: Any) -> Any:
        if debug:
            logging.basicConfig(level=logging.INFO)
            logging.getLogger("sayso").setLevel(logging.DEBUG)
        try:
            return command(*args, **options)
        except SaysoError as error:
            if debug:
                raise
            raise Failure(" ".join(str(error).split())) from error
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:  # whatever it is, people get one line and the way to more
            if debug:
                raise
            what = " ".join(f"{type(error).__name__}: {error}".split())
            raise Failure(f"{what} (add --debug to see where)") from error

    flag = click.option(
        "--debug", is_flag=True, help="Show where an error comes from.  Example: --debug"
    )
    return flag(run)  # type: ignore[return-value]  # click keeps the command callable


def store_options(command: Command) -> Command:
    """Add `--store`, `--uri` and so on; the command gets them as `settings`."""

    @functools.wraps(command)
    def run(
        *args: Any,
        store: Path | None,
        uri: str | None,
        user: str | None,
        password: str | None,
        database: str | None,
        **options: Any,
    ) -> Any:
        if store and uri:
            raise click.UsageError("Give --store or --uri, not both.")
        given = {"store": store, "uri": uri, "user": user, "password": password}
        return command(*args, settings=_settings(**given, database=database), **options)

    for option in reversed(_STORE_OPTIONS):
        run = option(run)
    return debug_option(run)  # type: ignore[return-value]  # click keeps the command callable


def _settings(**given: Any) -> Settings:
    if given["store"]:
        # A folder named on the command line goes before a server named elsewhere,
        # for us and for the page that we may start.
        os.environ.pop("SAYSO_URI", None)
    return Settings.from_environment(**given)


_STORE_OPTIONS = (
    click.option(
        "--store",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        help="Folder of the embedded store; else SAYSO_STORE, else the user data folder."
        "  Example: --store ./my-store",
    ),
    click.option(
        "--uri",
        metavar="URI",
        help="Neo4j to use instead of the embedded store; else SAYSO_URI."
        "  Example: --uri neo4j://localhost:7687",
    ),
    click.option(
        "--user",
        metavar="NAME",
        help="User at that Neo4j; else SAYSO_USER, else neo4j.  Example: --user reader",
    ),
    click.option(
        "--password",
        metavar="WORD",
        help="Password at that Neo4j. Others on this machine can see it here: better set"
        " SAYSO_PASSWORD.  Example: --password secret",
    ),
    click.option(
        "--database",
        metavar="NAME",
        help="Database at that Neo4j; else SAYSO_DATABASE, else the user's own."
        "  Example: --database news",
    ),
)
