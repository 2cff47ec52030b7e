"""AWS Backup assigns resources to plans with selections, and updates plans; moto supports none of these calls. moto takes the ARN of
ListTags for the part before a final slash, which not every SDK sends.

https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupSelection.html
"""

import json
import uuid
from typing import Any, Callable
from urllib.parse import unquote

from moto.backup.exceptions import ResourceNotFoundException
from moto.backup.models import BackupBackend, Plan
from moto.backup.responses import BackupResponse
from moto.core.utils import unix_time

from . import added_to, around


def selections_of(backend: BackupBackend) -> dict[str, dict[str, Any]]:
    return vars(backend).setdefault("selections", {})


def ids_in(response: BackupResponse) -> list[str]:
    """Ids of the plan and of the selection in the path."""
    return [
        part
        for part in response.path.split("/plans/")[-1].split("/")
        if part not in ("", "selections")
    ]


@added_to(BackupResponse)
def create_backup_selection(self: BackupResponse) -> str:
    (plan,) = ids_in(self)
    self.backup_backend.get_backup_plan(plan, None)
    selection = {
        "SelectionId": str(uuid.uuid4()),
        "BackupPlanId": plan,
        "CreationDate": unix_time(),
        "BackupSelection": json.loads(self.body)["BackupSelection"],
    }
    selections_of(self.backup_backend)[selection["SelectionId"]] = selection
    return json.dumps({key: selection[key] for key in ("SelectionId", "BackupPlanId", "CreationDate")})


@added_to(BackupResponse)
def get_backup_selection(self: BackupResponse) -> str:
    _, selection = ids_in(self)
    if selection not in selections_of(self.backup_backend):
        raise ResourceNotFoundException(msg="Cannot find Backup selection")
    return json.dumps(selections_of(self.backup_backend)[selection])


@added_to(BackupResponse)
def list_backup_selections(self: BackupResponse) -> str:
    (plan,) = ids_in(self)
    return json.dumps(
        {
            "BackupSelectionsList": [
                {**found, "SelectionName": found["BackupSelection"]["SelectionName"]}
                for found in selections_of(self.backup_backend).values()
                if found["BackupPlanId"] == plan
            ]
        }
    )


@added_to(BackupResponse)
def delete_backup_selection(self: BackupResponse) -> str:
    selections_of(self.backup_backend).pop(ids_in(self)[-1], None)
    return json.dumps({})


@added_to(BackupResponse)
def update_backup_plan(self: BackupResponse) -> str:
    (id,) = ids_in(self)
    plan = self.backup_backend.get_backup_plan(id, None)
    changed = Plan(json.loads(self.body)["BackupPlan"], plan.creator_request_id, self.backup_backend)
    plan.backup_plan, plan.version_id = changed.backup_plan, changed.version_id
    return json.dumps(plan.to_dict())


@added_to(BackupResponse)
def list_tags(self: BackupResponse) -> str:
    arn = unquote(self.path.split("/tags/")[-1]).rstrip("/")
    return json.dumps({"Tags": self.backup_backend.list_tags(resource_arn=arn)})


@around(BackupBackend)
def get_backup_plan(original: Callable, self: BackupBackend, backup_plan_id: str, version_id: Any) -> Plan:
    """AWS returns no deleted plan."""
    plan = original(self, backup_plan_id, version_id)
    if plan.deletion_date is not None:
        raise ResourceNotFoundException(msg="Failed reading Backup plan with provided version")
    return plan
