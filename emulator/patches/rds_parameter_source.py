"""AWS returns the source "user" for changed parameters; moto returns none, so the provider ignores them.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_Parameter.html
"""

from typing import Any, Callable

from moto.rds.models import DBParameterGroup

from . import around


@around(DBParameterGroup)
def update_parameters(original: Callable, self: DBParameterGroup, new_parameters: Any) -> None:
    original(self, [{**parameter, "Source": "user"} for parameter in new_parameters])
