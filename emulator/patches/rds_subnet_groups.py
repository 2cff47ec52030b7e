"""AWS keeps a subnet group that was modified; moto deletes it.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBSubnetGroup.html
"""

from typing import Any, Callable

from moto.rds.models import RDSBackend

from . import around


@around(RDSBackend)
def modify_db_subnet_group(
    original: Callable, self: RDSBackend, subnet_name: str, *args: Any, **options: Any
) -> Any:
    group = original(self, subnet_name, *args, **options)
    self.subnet_groups[subnet_name] = group
    return group
