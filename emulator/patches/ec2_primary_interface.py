"""The interface that an instance is launched with ends with it on AWS; in moto it stays, in use for ever.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceNetworkInterfaceSpecification.html
"""

from typing import Any, Callable

from moto.ec2.models.instances import Instance

from . import around


@around(Instance)
def prep_nics(original: Callable, self: Instance, nic_spec: list[dict], *args: Any, **kwargs: Any) -> None:
    kept = {
        int(nic["DeviceIndex"])
        for nic in nic_spec
        if "NetworkInterfaceId" in nic or nic.get("DeleteOnTermination") is False
    }
    original(self, nic_spec, *args, **kwargs)
    for index, nic in self.nics.items():
        nic.delete_on_termination = index not in kept
