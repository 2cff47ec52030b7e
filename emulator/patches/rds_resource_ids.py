"""AWS gives each database a unique resource id, by which the provider reads it; moto gives all databases the same.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html
"""

import string
from typing import Any, Callable

from moto.moto_api._internal import mock_random
from moto.rds.models import DBInstance

from . import around


@around(DBInstance)
def __init__(original: Callable, self: DBInstance, *args: Any, **kwargs: Any) -> None:
    original(self, *args, **kwargs)
    self.dbi_resource_id = "db-" + "".join(mock_random.choices(string.ascii_uppercase + string.digits, k=26))
