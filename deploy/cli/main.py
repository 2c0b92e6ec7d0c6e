"""``countervail``: the one tool for operators and developers."""

import logging

import structlog
import typer

from deploy.cli import clock, events, imports, local, rates, schema, verify

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def _quiet() -> None:
    """The one tool for operators and developers of Countervail."""
    # The command line says what it does itself; of the libraries only errors are worth a line.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))


app.command("demo")(local.demo)
app.command("up")(local.up)
app.command("token")(local.token)
app.command("generate")(schema.generate)
app.add_typer(schema.app, name="schema")
app.add_typer(events.app, name="events")
app.add_typer(events.dead_letters, name="dead-letters")
app.add_typer(clock.app, name="clock")
app.add_typer(imports.app, name="import")
app.add_typer(rates.app, name="rates")
app.add_typer(verify.ledger, name="ledger")
app.add_typer(verify.audit, name="audit")


if __name__ == "__main__":
    app()
