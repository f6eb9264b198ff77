"""Logs as one JSON object a line, each with the request that caused it."""

import json
import logging
from contextvars import ContextVar

request_identity: ContextVar[str] = ContextVar("request_identity", default="")


class RequestIdentityFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request = request_identity.get()
        return True


class JsonFormatter(logging.Formatter):
    """Time, level, logger, message, request, and the trace where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": getattr(record, "request", ""),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
