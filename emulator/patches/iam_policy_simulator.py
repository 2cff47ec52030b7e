"""AWS supports SimulatePrincipalPolicy; moto does not.

Evaluates a role's policies and its permissions boundary. Supports wildcards. Ignores conditions, as moto does elsewhere.
https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.iam.models import Role
from moto.iam.responses import IamResponse

from . import added_to


def policies(role: Role) -> list[IAMPolicy]:
    return [IAMPolicy(document) for document in role.policies.values()] + [
        IAMPolicy(policy) for policy in role.managed_policies.values()
    ]


def decision(policies: list[IAMPolicy], action: str, resource: str) -> str:
    found = {policy.is_action_permitted(action, resource) for policy in policies}
    if PermissionResult.DENIED in found:
        return "explicitDeny"
    return "allowed" if PermissionResult.PERMITTED in found else "implicitDeny"


def strictest(decisions: list[str]) -> str:
    return next(one for one in ("explicitDeny", "implicitDeny", "allowed") if one in decisions)


@added_to(IamResponse)
def simulate_principal_policy(self: IamResponse) -> ActionResult:
    role = self.backend.get_role_by_arn(self._get_param("PolicySourceArn"))
    boundary = role.permissions_boundary_arn
    limits = [policies(role)] + ([[IAMPolicy(self.backend.get_policy(boundary))]] if boundary else [])
    results: list[dict[str, Any]] = [
        {
            "EvalActionName": action,
            "EvalResourceName": resource,
            "EvalDecision": strictest([decision(limit, action, resource) for limit in limits]),
        }
        for action in self._get_param("ActionNames", [])
        for resource in self._get_param("ResourceArns", ["*"])
    ]
    return ActionResult({"EvaluationResults": results, "IsTruncated": False})
