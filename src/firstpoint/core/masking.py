"""Personal data in log lines: masked before anything is written."""

import logging
import re

# E-mail addresses, and runs of digits long enough to be a phone, card, account or identity number.
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
NUMBER = re.compile(r"(?<![\w.:/-])\+?\d(?:[ ().-]?\d){6,18}(?![\w:])")


def mask(text: str) -> str:
    """Return the text with e-mail addresses and long numbers replaced."""
    return NUMBER.sub("[number]", EMAIL.sub("[e-mail]", text))


class PersonalDataFilter(logging.Filter):
    """Mask every line that a handler with this filter writes, and the errors that go with it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = mask(record.getMessage()), None
        if record.exc_info:
            record.exc_text = mask(logging.Formatter().formatException(record.exc_info))
        return True
