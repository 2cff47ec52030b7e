"""AWS's tagging API lists listeners and listener rules; moto's does not.

https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
"""

from collections.abc import Iterator
from typing import Callable

from moto.core.resource_tagging import TaggedResource
from moto.elbv2.models import ELBv2Backend

from . import around


@around(ELBv2Backend)
def iter_tagged_resources(original: Callable, self: ELBv2Backend) -> Iterator[TaggedResource]:
    yield from original(self)
    for balancer in self.load_balancers.values():
        for arn, listener in balancer.listeners.items():
            kinds = {arn: "listener", **dict.fromkeys(listener.rules, "listener-rule")}
            for tagged, kind in kinds.items():
                tags = self.tagging_service.get_tag_dict_for_resource(tagged)
                yield TaggedResource(arn=tagged, tags=tags, resource_type=f"elasticloadbalancing:{kind}")
