"""AWS does not return a launch template's own tags in its data; moto does, which is a difference in every plan.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html
"""

from typing import Any, Callable

from moto.ec2.models.launch_templates import LaunchTemplate

from . import around


@around(LaunchTemplate)
def create_version(original: Callable, self: LaunchTemplate, data: dict, description: str) -> Any:
    of_instances = [
        tags for tags in data.get("TagSpecifications", []) if tags["ResourceType"] != "launch-template"
    ]
    return original(self, {**data, "TagSpecifications": of_instances}, description)
