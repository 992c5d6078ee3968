"""What an action is: one transaction. An action that another one calls is part of it, without a savepoint of its own.

A savepoint is two more statements, and nothing uses it: whatever an action raises ends the whole of it.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection
from django.db.transaction import Atomic

P = ParamSpec("P")
R = TypeVar("R")


class _Action(Atomic):
    """The transaction of an action, told apart from others so that an action inside knows where it is."""


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Run a function in one transaction, or as part of the action that calls it.

    An action that goes on after an error of a part of its own puts `transaction.atomic()` around that part.
    """

    @wraps(function)
    def act(*arguments: P.args, **named: P.kwargs) -> R:
        is_part = any(isinstance(block, _Action) for block in connection.atomic_blocks)
        with _Action(using=None, savepoint=not is_part, durable=False):
            return function(*arguments, **named)

    return act
