"""AWS checks the health of targets: a new one is `initial` first, and one that fails is `unhealthy`; moto's are always healthy.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
"""

from typing import Any, Callable

from moto.ec2.models import EC2Backend
from moto.elbv2.models import FakeHealthStatus, FakeTargetGroup

import servers

from . import around

INITIAL = "initial", "Elb.InitialHealthChecking", "Initial health checks in progress"
UNHEALTHY = "unhealthy", "Target.ResponseCodeMismatch", "Health checks failed with these codes: [500]"


@around(FakeTargetGroup)
def health_for(
    original: Callable, self: FakeTargetGroup, target: dict[str, Any], ec2: EC2Backend
) -> FakeHealthStatus:
    health = original(self, target, ec2)
    instance = ec2.get_instance_by_id(target["Id"])
    if health.status != "healthy" or instance is None:
        return health
    if getattr(instance, "boots", False) or servers.starts(instance):
        health.status, health.reason, health.description = INITIAL
    elif not servers.answers(instance):
        servers.write_log(self.account_id, self.region_name, instance)
        health.status, health.reason, health.description = UNHEALTHY
    return health
