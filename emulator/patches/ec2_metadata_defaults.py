"""AWS keeps defaults of instance metadata options for an account and region; moto does not know the calls.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceMetadataDefaults.html
"""

from moto.core.responses import ActionResult
from moto.ec2.responses import EC2Response

OPTIONS = ("HttpEndpoint", "HttpPutResponseHopLimit", "HttpTokens", "InstanceMetadataTags")
# What takes a default away.
NO_PREFERENCE = ("no-preference", "-1", -1)


def defaults_of(response: EC2Response) -> dict:
    backend = response.ec2_backend
    if not hasattr(backend, "metadata_defaults"):
        backend.metadata_defaults = {}
    return backend.metadata_defaults


def modify_instance_metadata_defaults(self: EC2Response) -> ActionResult:
    defaults = defaults_of(self)
    for option in OPTIONS:
        value = self._get_param(option)
        if value in NO_PREFERENCE:
            defaults.pop(option, None)
        elif value is not None:
            defaults[option] = int(value) if option == "HttpPutResponseHopLimit" else value
    return ActionResult({"Return": True})


def get_instance_metadata_defaults(self: EC2Response) -> ActionResult:
    return ActionResult({"AccountLevel": defaults_of(self)})


EC2Response.modify_instance_metadata_defaults = modify_instance_metadata_defaults
EC2Response.get_instance_metadata_defaults = get_instance_metadata_defaults
