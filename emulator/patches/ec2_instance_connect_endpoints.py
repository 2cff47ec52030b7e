"""AWS supports EC2 Instance Connect endpoints; moto returns an empty response, at which the provider crashes.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Ec2InstanceConnectEndpoint.html
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.core import TaggedEC2Resource
from moto.ec2.responses import EC2Response
from moto.ec2.utils import EC2_RESOURCE_TO_PREFIX, add_tag_specification, random_id
from moto.utilities.utils import filter_resources

from . import added_to

PREFIX = "eice"
FILTERS = tuple(
    (name, name.replace("-", "_"))
    for name in ("instance-connect-endpoint-id", "state", "subnet-id", "vpc-id")
)
# DescribeTags derives a resource's type from the prefix of its id.
EC2_RESOURCE_TO_PREFIX["instance-connect-endpoint"] = PREFIX


class InstanceConnectEndpoint(TaggedEC2Resource):
    def __init__(self, backend: Any, subnet: Any, security_group_ids: list[str], preserve_client_ip: bool):
        self.ec2_backend = backend
        self.id = self.instance_connect_endpoint_id = random_id(prefix=PREFIX)
        self.owner_id = backend.account_id
        self.instance_connect_endpoint_arn = (
            f"arn:aws:ec2:{backend.region_name}:{self.owner_id}:instance-connect-endpoint/{self.id}"
        )
        self.state = "create-complete"
        self.dns_name = f"{self.id}.ec2-instance-connect-endpoint.{backend.region_name}.amazonaws.com"
        self.vpc_id = subnet.vpc_id
        self.subnet_id = subnet.id
        self.availability_zone = subnet.availability_zone
        self.created_at = utcnow()
        self.preserve_client_ip = preserve_client_ip
        interface = backend.create_network_interface(
            subnet, None, group_ids=security_group_ids, description=f"EC2 Instance Connect Endpoint {self.id}"
        )
        self.network_interface_ids = [interface.id]
        self.security_group_ids = [group.id for group in interface.group_set]

    @property
    def tags(self) -> list[dict[str, str]]:
        return self.get_tags()


def endpoints(self: EC2Response) -> dict[str, InstanceConnectEndpoint]:
    return vars(self.ec2_backend).setdefault("instance_connect_endpoints", {})


def existing(self: EC2Response, id: str) -> InstanceConnectEndpoint:
    if id not in endpoints(self):
        raise EC2ClientError(
            "InvalidInstanceConnectEndpointId.NotFound",
            f"The instanceConnectEndpoint ID '{id}' does not exist",
        )
    return endpoints(self)[id]


@added_to(EC2Response)
def create_instance_connect_endpoint(self: EC2Response) -> ActionResult:
    subnet = self.ec2_backend.get_subnet(self._get_param("SubnetId"))
    endpoint = InstanceConnectEndpoint(
        self.ec2_backend,
        subnet,
        self._get_param("SecurityGroupIds", []),
        self._get_param("PreserveClientIp", False),
    )
    endpoint.add_tags(add_tag_specification(self._get_param("TagSpecifications", [])))
    endpoints(self)[endpoint.id] = endpoint
    return ActionResult({"InstanceConnectEndpoint": endpoint})


@added_to(EC2Response)
def describe_instance_connect_endpoints(self: EC2Response) -> ActionResult:
    ids = self._get_param("InstanceConnectEndpointIds", [])
    found = [existing(self, id) for id in ids] if ids else list(endpoints(self).values())
    found = filter_resources(found, self._filters_from_querystring(), FILTERS)
    return ActionResult({"InstanceConnectEndpoints": found})


@added_to(EC2Response)
def delete_instance_connect_endpoint(self: EC2Response) -> ActionResult:
    endpoint = existing(self, self._get_param("InstanceConnectEndpointId"))
    del endpoints(self)[endpoint.id]
    for interface in endpoint.network_interface_ids:
        self.ec2_backend.delete_network_interface(interface)
    endpoint.state = "delete-in-progress"
    return ActionResult({"InstanceConnectEndpoint": endpoint})
