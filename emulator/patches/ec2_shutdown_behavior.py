"""AWS keeps the security groups when ModifyInstanceAttribute sets the shutdown behavior; moto removes all of them.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html
"""

from typing import Callable

from moto.ec2.responses.instances import InstanceResponse

from . import around


@around(InstanceResponse)
def _security_grp_instance_attribute_handler(original: Callable, self: InstanceResponse) -> bool:
    behavior = self._get_param("InstanceInitiatedShutdownBehavior.Value")
    if behavior is None:
        return original(self)
    instance = self.ec2_backend.get_instance(self._get_param("InstanceId"))
    instance.instance_initiated_shutdown_behavior = behavior
    return True
