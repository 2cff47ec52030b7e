"""AWS bases a version of a launch template on SourceVersion, and launches instances with its user data; moto ignores the former and
fails at the latter.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplateVersion.html
"""

from typing import Any, Callable

from moto.core.types import Base64EncodedString
from moto.ec2.models.launch_templates import LaunchTemplateVersion
from moto.ec2.responses.launch_templates import LaunchTemplates

from . import around


@around(LaunchTemplateVersion)
def __init__(
    original: Callable, self: LaunchTemplateVersion, template: Any, number: int, data: dict, *rest: Any
) -> None:
    if isinstance(data.get("UserData"), str):
        data["UserData"] = Base64EncodedString(data["UserData"])
    original(self, template, number, data, *rest)


@around(LaunchTemplates)
def create_launch_template_version(original: Callable, self: LaunchTemplates) -> Any:
    answer = original(self)
    source = self._get_param("SourceVersion")
    if source:
        template = self.ec2_backend.get_launch_template(self._get_param("LaunchTemplateId"))
        version, base = template.versions[-1], template.get_version(source)
        stated = {name: value for name, value in version.data.items() if value}
        version.data.update({**base.data, **stated})
        version.instance_tags = version.instance_tags or base.instance_tags
    return answer
