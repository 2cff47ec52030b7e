"""AWS makes a zone private if the request names a VPC, and returns its VPCs; moto asks for PrivateZone, and leaves the VPCs out.

https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html
"""

from typing import Any, Callable

from moto.route53.models import FakeZone
from moto.route53.responses import Route53

from . import around


@around(Route53)
def _get_bool_param(original: Callable, request: Route53, name: str, default: Any = None) -> Any:
    named = name == "HostedZoneConfig.PrivateZone" and request._get_param("VPC.VPCId") is not None
    return named or original(request, name, default)


@around(FakeZone)
def add_vpc(original: Callable, zone: FakeZone, vpc_id: str | None, vpc_region: str | None) -> dict[str, Any]:
    vpc = original(zone, vpc_id, vpc_region)
    if vpc:
        vpc.update(VPCId=vpc_id, VPCRegion=vpc_region)
    return vpc
