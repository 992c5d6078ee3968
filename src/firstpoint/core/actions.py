"""What an action is: one transaction. An action that another one calls is part of it, without a savepoint of its own.

A savepoint is two more statements, and nothing uses it: whatever an action raises ends the whole of it. The events of
the whole are written together, as the last thing in its transaction.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from firstpoint.core.events import Gathering, gathering

P = ParamSpec("P")
R = TypeVar("R")


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Run a function in one transaction, or as part of the action that calls it.

    An action that goes on after an error of a part of its own puts `transaction.atomic()` around that part.
    """

    @wraps(function)
    def act(*arguments: P.args, **named: P.kwargs) -> R:
        if gathering():
            return _as_part(function, *arguments, **named)
        events = Gathering()
        with events:
            result = function(*arguments, **named)
            events.write()
        return result

    return act


def _as_part(function: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
    try:
        return function(*arguments, **named)
    except BaseException:
        # Whoever caught the error and went on would commit half an action: their next statement is refused.
        transaction.set_rollback(True)
        raise
