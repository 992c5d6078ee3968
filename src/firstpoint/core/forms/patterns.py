"""Regular expressions from definitions, matched in linear time, so that none can stall a server."""

from typing import Any

import re2


class PatternError(ValueError):
    """The pattern cannot be used."""


def compile_pattern(pattern: str) -> Any:
    """Compile a pattern for RE2. Raises PatternError, also for look-arounds and back-references."""
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options=options)
    except (re2.error, UnicodeError) as error:
        raise PatternError(str(error)) from error
