"""One JSON object a line on stderr, with nothing personal in it.

The house's own lines name their fields. What libraries log through `logging` is kept as its template, without the
values, and an exception as its type and the places that it passed: messages quote people's rows and addresses (a
secret link's path, say). With DEBUG everything is shown but the secrets in paths.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

Event = MutableMapping[str, Any]
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]
FRAMES = 12
# Paths whose last part opens something: secret links, confirmations, hooks, invitations, new passwords.
# Where a library's line would have named somebody.
PLACEHOLDER = re.compile(r"%(?:\([a-z_]+\))?[-+0-9.]*[a-z]", re.IGNORECASE)
SECRET_PATH = re.compile(r"/(s|email/stop|email|hooks|accounts/invitation|accounts/password/[^/\s]+)/[A-Za-z0-9_-]{8,}")


def write_logs(process: str, debug: bool = False) -> None:
    """Send this process's log lines to stderr; `process` is its role (web, work, deliver …)."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _named(process),
        structlog.processors.format_exc_info if debug else places_of_exception,
        hide_secret_paths,
    ]
    structlog.configure(
        processors=[*shared, _renderer(debug)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG if debug else logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    kept_values = [] if debug else [keep_template_only]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*kept_values, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer(debug)],
            # In the record's own words the values would be back.
            use_get_message=debug,
        )
    )
    logging.captureWarnings(True)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO if debug else logging.WARNING)
    # A page that is not there, or a form without its token, is no news for the operator.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    logging.getLogger("django.security.csrf").setLevel(logging.ERROR)


def places_of_exception(_: Any, __: str, event: Event) -> Event:
    """Replace an exception by its type and the places it passed, innermost last."""
    found = event.pop("exc_info", None)
    info: ExcInfo | None = sys.exc_info() if found is True else found  # type: ignore[assignment]
    if isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if info and info[0]:
        frames = traceback.extract_tb(info[2])[-FRAMES:]
        event["error"] = info[0].__name__
        event["places"] = [f"{'/'.join(frame.filename.split('/')[-3:])}:{frame.lineno}" for frame in frames]
    return event


def hide_secret_paths(_: Any, __: str, event: Event) -> Event:
    """Cut the secrets out of paths, wherever a line quotes one; with DEBUG too, for its lines are copied about."""
    for name, value in event.items():
        if isinstance(value, str) and "/" in value:
            event[name] = SECRET_PATH.sub(r"/\1/…", value)
    return event


def keep_template_only(_: Any, __: str, event: Event) -> Event:
    """Drop the values that a library put into its line, and say which library it was."""
    record: logging.LogRecord = event["_record"]
    # Python's own warnings have no template and quote nobody.
    words = record.getMessage() if record.name == "py.warnings" else PLACEHOLDER.sub("…", str(record.msg))
    event["event"] = words[:300]
    event["logger"] = record.name
    event.pop("positional_args", None)
    status = getattr(record, "status_code", None)
    if status is not None:
        event["status"] = status
    return event


def _named(process: str) -> Any:
    def name(_: Any, __: str, event: Event) -> Event:
        event.setdefault("process", process)
        return event

    return name


def _renderer(debug: bool) -> Any:
    return structlog.dev.ConsoleRenderer(colors=False) if debug else structlog.processors.JSONRenderer()
