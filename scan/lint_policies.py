"""Prints what parliament and policy_sentry find in IAM policies, as JSON.

Reads a list of {"name": ..., "policy": ...} from standard input and prints {"version": ..., "findings": [...]}, where each finding has
the name of its policy, the id of the check and the detail. A policy that cannot be read is a finding too.
"""

import json
import sys
from typing import Any, Iterator

from parliament import analyze_policy_string
from policy_sentry.querying.actions import (
    get_action_data,
    get_actions_that_support_wildcard_arns_only,
    remove_actions_not_matching_access_level,
)

CHANGING = ("Write", "Tagging", "Permissions management")


def of_parliament(policy: str) -> Iterator[tuple[str, str]]:
    for finding in analyze_policy_string(policy, include_community_auditors=True).findings:
        yield finding.issue, str(finding.detail)


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def changes(action: str) -> bool:
    return any(remove_actions_not_matching_access_level([action], level) for level in CHANGING)


def of_policy_sentry(policy: str) -> Iterator[tuple[str, str]]:
    """Changes on every resource by actions that a policy can restrict to some."""
    for statement in listed(json.loads(policy)["Statement"]):
        if statement["Effect"] != "Allow" or "*" not in listed(statement.get("Resource", [])):
            continue
        for action in listed(statement["Action"]):
            service, name = action.split(":")
            if not get_action_data(service, name):
                yield "UNKNOWN_TO_POLICY_SENTRY", action
            elif changes(action) and action.lower() not in wildcard_only(service):
                yield "CHANGE_ON_ALL_RESOURCES", action


def wildcard_only(service: str) -> set[str]:
    return {action.lower() for action in get_actions_that_support_wildcard_arns_only(service)}


def main() -> None:
    findings = []
    policies = json.load(sys.stdin)
    for entry in policies:
        for linter in (of_parliament, of_policy_sentry):
            for check, detail in linter(entry["policy"]):
                findings.append({"name": entry["name"], "check": check, "detail": detail})
    json.dump({"policies": len(policies), "findings": findings}, sys.stdout)


main()
