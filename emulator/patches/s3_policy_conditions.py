"""AWS evaluates conditions of a bucket policy; moto ignores them, so a "TLS only" statement denies all requests.

This patch removes statements whose conditions do not match before moto evaluates the policy. Requests count as TLS although they
use plain HTTP on loopback, because the same requests use TLS on AWS. Conditions with other keys or operators count as not
matching: they are about other accounts, services and addresses, and the caller is the account itself.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
"""

import json
from typing import Any, Callable

from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket

from . import added_to

REQUEST = {"aws:securetransport": "true", "s3:tlsversion": "1.3"}
OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "Bool": lambda actual, wanted: actual == wanted.lower(),
    "NumericLessThan": lambda actual, wanted: float(actual) < float(wanted),
    "Null": lambda actual, wanted: wanted.lower() == "false",
}


def listed(value: Any) -> list:
    return value if isinstance(value, list) else [value]


def holds(operator: str, key: str, wanted: Any) -> bool:
    matches = OPERATORS.get(operator.removesuffix("IfExists"))
    actual = REQUEST.get(key.lower())
    return bool(matches and actual) and any(matches(actual, str(value)) for value in listed(wanted))


def applies(statement: dict) -> bool:
    conditions = statement.get("Condition", {}).items()
    return all(holds(operator, key, wanted) for operator, keys in conditions for key, wanted in keys.items())


@added_to(FakeBucket)
def get_permission(self: FakeBucket, action: str, resource: str) -> Any:
    if self.policy is None:
        return PermissionResult.NEUTRAL
    policy = json.loads(self.policy)
    statements = [{**s, "Condition": None} for s in listed(policy["Statement"]) if applies(s)]
    return IAMPolicy(json.dumps({**policy, "Statement": statements})).is_action_permitted(action, resource)
