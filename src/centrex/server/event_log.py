"""What the program logs besides requests: JSON lines, or key=value on a terminal. Tracebacks never show values."""

from __future__ import annotations

import logging
import sys
from typing import TextIO

import structlog


def configure(plain: bool, stream: TextIO | None = None) -> None:
    """Sends all events of this process to ``stream``, those of libraries from warnings on."""
    output = stream or sys.stderr
    structlog.configure(
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer() if plain else structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(output),
    )
    logging.basicConfig(handlers=[_Handed()], level=logging.WARNING, force=True)
    logging.getLogger("python_multipart").setLevel(logging.CRITICAL)  # it warns of every form that is none


class _Handed(logging.Handler):
    """Hands what a library logs over to structlog."""

    def emit(self, record: logging.LogRecord) -> None:
        log = structlog.get_logger()
        log.log(record.levelno, record.getMessage(), logger=record.name, exc_info=record.exc_info)


def write(event: str, **facts: object) -> None:
    """One event of our own."""
    structlog.get_logger().info(event, **facts)
