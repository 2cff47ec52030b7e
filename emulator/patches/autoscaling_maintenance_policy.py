"""AWS stores a group's instance maintenance policy, and deletes it if both percentages are -1; moto ignores it.

https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceMaintenancePolicy.html
"""

from typing import Any, Callable

from moto.autoscaling.models import FakeAutoScalingGroup
from moto.autoscaling.responses import AutoScalingResponse

from . import around

NONE = {"MinHealthyPercentage": -1, "MaxHealthyPercentage": -1}

FakeAutoScalingGroup.instance_maintenance_policy = None


def keep(original: Callable, self: AutoScalingResponse) -> Any:
    answer = original(self)
    policy = self._get_param("InstanceMaintenancePolicy")
    if policy:
        group = self.autoscaling_backend.autoscaling_groups[self._get_param("AutoScalingGroupName")]
        group.instance_maintenance_policy = None if policy == NONE else policy
    return answer


@around(AutoScalingResponse)
def create_auto_scaling_group(original: Callable, self: AutoScalingResponse) -> Any:
    return keep(original, self)


@around(AutoScalingResponse)
def update_auto_scaling_group(original: Callable, self: AutoScalingResponse) -> Any:
    return keep(original, self)
