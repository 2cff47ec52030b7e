"""AWS's tagging API lists subnet groups and parameter groups; moto's does not.

https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
"""

from collections.abc import Iterator
from typing import Callable

from moto.core.resource_tagging import TaggedResource
from moto.rds.models import RDSBackend

from . import around


@around(RDSBackend)
def iter_tagged_resources(original: Callable, self: RDSBackend) -> Iterator[TaggedResource]:
    yield from original(self)
    missing = {"rds:subgrp": self.subnet_groups, "rds:pg": self.db_parameter_groups}
    for kind, groups in missing.items():
        for group in groups.values():
            tags = {tag["Key"]: tag["Value"] for tag in group.get_tags()}
            yield TaggedResource(arn=group.arn, tags=tags, resource_type=kind)
