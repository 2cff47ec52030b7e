"""AWS applies a launch template's tags to instances, volumes and network interfaces; moto applies them to instances only.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplateTagSpecificationRequest.html
"""

from typing import Any, Callable

from moto.ec2.models.instances import InstanceBackend

from . import around


@around(InstanceBackend)
def run_instances(original: Callable, self: InstanceBackend, *args: Any, **kwargs: Any) -> Any:
    reservation = original(self, *args, **kwargs)
    if not kwargs.get("launch_template"):
        return reservation
    specifications = self._get_template_from_args(kwargs["launch_template"]).data.get("TagSpecifications", [])
    tags = {
        one["ResourceType"]: {tag["Key"]: tag["Value"] for tag in one.get("Tags", [])} for one in specifications
    }
    for instance in reservation.instances:
        for _, device in instance.get_block_device_mapping:
            self.get_volume(device.volume_id).add_tags(tags.get("volume", {}))
        for interface in instance.nics.values():
            interface.add_tags(tags.get("network-interface", {}))
    return reservation
