"""AWS stores termination protection, recovery, host name options and gp3 throughput from RunInstances; moto ignores them.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
"""

from typing import Any, Callable

from moto.core.responses import ActionResult
from moto.ec2.models import EC2Backend
from moto.ec2.responses.instances import InstanceResponse

from . import around

GP3_THROUGHPUT = 125  # MiB/s
RECOVERY = {"AutoRecovery": "default"}
HOST_NAMES = {
    "HostnameType": "ip-name",
    "EnableResourceNameDnsARecord": False,
    "EnableResourceNameDnsAAAARecord": False,
}


@around(EC2Backend)
def create_volume(original: Callable, self: EC2Backend, *args: Any, **kwargs: Any) -> Any:
    volume = original(self, *args, **kwargs)
    if volume.volume_type == "gp3":
        volume.throughput = volume.throughput or GP3_THROUGHPUT
    return volume


@around(InstanceResponse)
def run_instances(original: Callable, self: InstanceResponse) -> ActionResult:
    answer = original(self)
    devices = {
        device["DeviceName"]: device.get("Ebs", {}) for device in self._get_param("BlockDeviceMappings", [])
    }
    for instance in answer.result.instances:
        instance.disable_api_termination = self._get_param("DisableApiTermination") or False
        instance.maintenance_options = {**RECOVERY, **self._get_param("MaintenanceOptions", {})}
        instance.private_dns_name_options = {**HOST_NAMES, **self._get_param("PrivateDnsNameOptions", {})}
        for name, device in instance.block_device_mapping.items():
            volume = self.ec2_backend.get_volume(device.volume_id)
            volume.throughput = devices.get(name, {}).get("Throughput") or volume.throughput
    return answer
