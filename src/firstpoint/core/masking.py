"""Personal data in log lines: masked before anything is written."""

import logging
import re

# E-mail addresses, and runs of digits long enough to be a phone, card, account or identity number.
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
# What PostgreSQL adds to an error: the row that it refused, or the statement around the fault.
QUOTED = re.compile(r"^(DETAIL|CONTEXT|QUERY|LINE \d+):.*?(?=\n\n(?:The above|During)|\Z)", re.MULTILINE | re.DOTALL)
NUMBER = re.compile(r"(?<![\w.:/-])\+?\d(?:[ ().-]?\d){6,18}(?![\w:])")


def mask(text: str) -> str:
    """Return the text with e-mail addresses, long numbers and what a database error quotes replaced."""
    return NUMBER.sub("[number]", EMAIL.sub("[e-mail]", QUOTED.sub(r"\1: [quoted]", text)))


class PersonalDataFilter(logging.Filter):
    """Mask every line that a handler with this filter writes, and the errors that go with it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = mask(record.getMessage()), None
        if record.exc_info:
            record.exc_text = mask(logging.Formatter().formatException(record.exc_info))
        return True
