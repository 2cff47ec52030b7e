"""The tags of a launch template are not part of its data; moto adds them there, so they differ in every plan.

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
