"""AWS deletes an instance's primary network interface with the instance; moto keeps it in use.

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
