"""AWS returns the VPCs of a private hosted zone; moto keeps them under names that its answer leaves out.

https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHostedZone.html
"""

from typing import Any, Callable

from moto.route53.models import FakeZone

from . import around


@around(FakeZone)
def add_vpc(original: Callable, zone: FakeZone, vpc_id: str | None, vpc_region: str | None) -> dict[str, Any]:
    vpc = original(zone, vpc_id, vpc_region)
    if vpc:
        vpc.update(VPCId=vpc_id, VPCRegion=vpc_region)
    return vpc
