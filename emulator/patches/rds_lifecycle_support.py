"""A database is enrolled in Extended Support unless told otherwise at its creation, and says so; moto says nothing of it.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html
"""

from typing import Any, Callable

from moto.rds.models import DBInstance

from . import around

ENROLLED = "open-source-rds-extended-support"


@around(DBInstance)
def __init__(original: Callable, self: DBInstance, *args: Any, **kwargs: Any) -> None:
    original(self, *args, **kwargs)
    self.engine_lifecycle_support = kwargs.get("engine_lifecycle_support") or ENROLLED
