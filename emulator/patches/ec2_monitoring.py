"""AWS supports MonitorInstances and UnmonitorInstances; moto raises an error, so an apply with detailed monitoring hangs.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_MonitorInstances.html
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.responses.monitoring import Monitoring

from . import added_to


def switch(self: Any, state: str, answer: str) -> ActionResult:
    self.error_on_dryrun()
    instances = [self.ec2_backend.get_instance(id) for id in self._get_param("InstanceIds", [])]
    for instance in instances:
        instance.monitoring_state = state
    return ActionResult(
        {"InstanceMonitorings": [{"InstanceId": i.id, "Monitoring": {"State": answer}} for i in instances]}
    )


@added_to(Monitoring)
def monitor_instances(self: Any) -> ActionResult:
    return switch(self, "enabled", "pending")


@added_to(Monitoring)
def unmonitor_instances(self: Any) -> ActionResult:
    return switch(self, "disabled", "disabling")
