"""AWS enrolls a database in Extended Support by default, and returns the setting; moto does not return it.

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
