"""AWS enables a scaling policy by default, and returns no predictive configuration unless one is set; moto does neither.

https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_ScalingPolicy.html
"""

from typing import Any, Callable

from moto.autoscaling.models import AutoScalingBackend

from . import around


@around(AutoScalingBackend)
def put_scaling_policy(original: Callable, self: AutoScalingBackend, *args: Any, **options: Any) -> Any:
    policy = original(self, *args, **options)
    policy.enabled = True
    policy.predictive_scaling_configuration = policy.predictive_scaling_configuration or None
    return policy
