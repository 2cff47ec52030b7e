"""moto takes a bucket policy's statement for denied wherever it has a condition: "TLS only" answers 403 to everything.

Here a statement whose conditions do not hold is left out before moto judges, as AWS does it. The calls arrive over
plain HTTP because they go to loopback; the same calls reach AWS over TLS, so they count as TLS: what is tested is how
the policy treats what AWS will see. A condition that this file cannot judge (another key or operator) is taken as not
fulfilled: the caller is the account itself, which such statements (other accounts, services, addresses) are not about.
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
    judge = OPERATORS.get(operator.removesuffix("IfExists"))
    actual = REQUEST.get(key.lower())
    return bool(judge and actual) and any(judge(actual, str(value)) for value in listed(wanted))


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
