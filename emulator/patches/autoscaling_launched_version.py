"""AWS tells the version of the launch template that an instance was launched from; moto tells the template's default version.

https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Instance.html
"""

from typing import Any, Callable

from moto.autoscaling.models import InstanceState

from . import around


@around(InstanceState)
def __init__(original: Callable, self: InstanceState, *args: Any, **options: Any) -> None:
    original(self, *args, **options)
    group = self.auto_scaling_group
    template = group and group.ec2_launch_template
    self.launched_version = template and template.get_version(group.launch_template_version).number


def launch_template(self: InstanceState) -> dict[str, Any] | None:
    template = self.auto_scaling_group and self.auto_scaling_group.ec2_launch_template
    return template and {
        "LaunchTemplateId": template.id,
        "LaunchTemplateName": template.name,
        "Version": str(self.launched_version),
    }


InstanceState.launch_template = property(launch_template)
