"""AWS supports instance refresh, which the provider starts when a launch template changes; moto does not.

Here each look at a refresh (DescribeInstanceRefreshes) is a step of it: Pending, successors that boot, successors that are checked, and
then Successful or Failed. Successors are launched beside the instances that they replace: maximum healthy percentage 200.
https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html
https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceRefresh.html
"""

import uuid
from collections.abc import Iterator
from typing import Any

from moto.autoscaling.exceptions import AutoscalingClientError, ValidationError
from moto.autoscaling.models import FakeAutoScalingGroup, InstanceState
from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult
from moto.core.utils import utcnow

import servers

from . import added_to


class ActiveInstanceRefreshNotFound(AutoscalingClientError):
    code = "ActiveInstanceRefreshNotFound"
    message = "No in progress or pending Instance Refresh found for Auto Scaling group."


class InstanceRefreshInProgress(AutoscalingClientError):
    code = "InstanceRefreshInProgress"
    message = "An Instance Refresh is already in progress and blocks the execution of this Instance Refresh."


class Refresh:
    def __init__(self, group: FakeAutoScalingGroup, fields: dict[str, Any]) -> None:
        self.group = group
        self.successors: list[InstanceState] = []
        self.fields = {
            "InstanceRefreshId": str(uuid.uuid4()),
            "AutoScalingGroupName": group.name,
            "Status": "Pending",
            "StartTime": utcnow(),
            **{name: value for name, value in fields.items() if value is not None},
        }
        self.course = self.replacement()

    @property
    def active(self) -> bool:
        return "EndTime" not in self.fields

    def cancel(self) -> None:
        self.fields["Status"] = "Cancelling"
        self.course = self.cancellation()

    def replacement(self) -> Iterator[None]:
        yield
        current = self.group.ec2_launch_template.get_version(self.group.launch_template_version).number
        # Of SkipMatching, which is always on here.
        others = [state for state in self.group.instance_states if state.launched_version != current]
        self.fields |= {"Status": "InProgress", "PercentageComplete": 0, "InstancesToUpdate": len(others)}
        if others:
            self.launch(len(others))
            yield
            for state in self.successors:
                state.instance.boots = False
            yield
        failing = [state.instance for state in self.successors if not servers.answers(state.instance)]
        if failing:
            self.terminate(self.successors)
            return self.end("Failed", StatusReason=waiting_for(failing[0].id))
        self.terminate(others)
        self.end("Successful", PercentageComplete=100, InstancesToUpdate=0)

    def cancellation(self) -> Iterator[None]:
        yield
        self.terminate(self.successors)
        self.end("Cancelled")

    def end(self, status: str, **more: Any) -> None:
        self.fields |= {"Status": status, "EndTime": utcnow(), **more}

    def launch(self, count: int) -> None:
        before = list(self.group.instance_states)
        self.group.replace_autoscaling_group_instances(count, self.group.get_propagated_tags())
        self.successors = [state for state in self.group.instance_states if state not in before]
        for state in self.successors:
            state.instance.boots = True
        self.group.autoscaling_backend.update_attached_target_groups(self.group.name)

    def terminate(self, states: list[InstanceState]) -> None:
        self.group.instance_states = [one for one in self.group.instance_states if one not in states]
        ids = [state.instance.id for state in states]
        if ids:
            self.group.ec2_backend.terminate_instances(ids)
            self.group.autoscaling_backend.elbv2_backend.notify_terminate_instances(ids)


def waiting_for(instance: str) -> str:
    """As AWS words it while a refresh waits."""
    return (
        f"Waiting for remaining instances to be available. For example: {instance} has insufficient data to "
        "evaluate its health with Elastic Load Balancing."
    )


def group_of(self: AutoScalingResponse) -> FakeAutoScalingGroup:
    name = self._get_param("AutoScalingGroupName")
    group = self.autoscaling_backend.autoscaling_groups.get(name)
    if group is None:
        raise ValidationError(f"AutoScalingGroup name not found - AutoScalingGroup {name} not found")
    return group


def refreshes(group: FakeAutoScalingGroup) -> list[Refresh]:
    """The latest first."""
    return vars(group).setdefault("instance_refreshes", [])


def active_refresh(group: FakeAutoScalingGroup) -> Refresh | None:
    return next((one for one in refreshes(group) if one.active), None)


@added_to(AutoScalingResponse)
def start_instance_refresh(self: AutoScalingResponse) -> ActionResult:
    group = group_of(self)
    if active_refresh(group):
        raise InstanceRefreshInProgress()
    fields = {name: self._get_param(name) for name in ("Preferences", "DesiredConfiguration")}
    refreshes(group).insert(0, Refresh(group, fields))
    return ActionResult({"InstanceRefreshId": refreshes(group)[0].fields["InstanceRefreshId"]})


@added_to(AutoScalingResponse)
def describe_instance_refreshes(self: AutoScalingResponse) -> ActionResult:
    group = group_of(self)
    if running := active_refresh(group):
        next(running.course, None)
    wanted = self._get_param("InstanceRefreshIds")
    found = [one.fields for one in refreshes(group)]
    return ActionResult(
        {"InstanceRefreshes": [one for one in found if not wanted or one["InstanceRefreshId"] in wanted]}
    )


@added_to(AutoScalingResponse)
def cancel_instance_refresh(self: AutoScalingResponse) -> ActionResult:
    running = active_refresh(group_of(self))
    if running is None:
        raise ActiveInstanceRefreshNotFound()
    running.cancel()
    return ActionResult({"InstanceRefreshId": running.fields["InstanceRefreshId"]})
