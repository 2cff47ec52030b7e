"""AWS's tagging API lists Elastic IP addresses, key pairs, launch templates and security group rules; moto's does not.

https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
"""

from collections.abc import Iterator
from typing import Callable

from moto.core.resource_tagging import TaggedResource
from moto.ec2.models import EC2Backend

from . import around


@around(EC2Backend)
def iter_tagged_resources(original: Callable, self: EC2Backend) -> Iterator[TaggedResource]:
    yield from original(self)
    groups = [group for of_vpc in self.groups.values() for group in of_vpc.values()]
    missing = {
        "elastic-ip": [address.id for address in self.addresses],
        "key-pair": [pair.id for pair in self.key_pairs.values()],
        "launch-template": list(self.launch_templates),
        "security-group-rule": [
            rule.id for group in groups for rule in [*group.ingress_rules, *group.egress_rules]
        ],
    }
    for kind, ids in missing.items():
        for id in ids:
            arn = f"arn:{self.partition}:ec2:{self.region_name}:{self.account_id}:{kind}/{id}"
            yield TaggedResource(arn=arn, tags=dict(self.tags.get(id, {})), resource_type=f"ec2:{kind}")
