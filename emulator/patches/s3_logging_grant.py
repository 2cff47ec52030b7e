"""AWS accepts any policy that lets the logging service put objects; moto requires one exact statement, and crashes on Principal "*".

The statement must allow s3:PutObject on a resource that includes the target prefix.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
"""

import fnmatch
import json
from typing import Any

from moto.s3.models import LOGGING_SERVICE_PRINCIPAL, FakeBucket


def listed(value: Any) -> list:
    return value if isinstance(value, list) else [value]


def grants_logging(statement: dict, delivered: str) -> bool:
    principal = statement.get("Principal", {})
    services = ["*"] if principal == "*" else listed(principal.get("Service", []))
    return (
        statement.get("Effect") == "Allow"
        and bool({LOGGING_SERVICE_PRINCIPAL, "*"} & set(services))
        and any(fnmatch.fnmatchcase("s3:PutObject", action) for action in listed(statement.get("Action", [])))
        and any(fnmatch.fnmatchcase(delivered, pattern) for pattern in listed(statement.get("Resource", [])))
    )


def _log_permissions_enabled_policy(target_bucket: FakeBucket, target_prefix: str | None) -> bool:
    if not target_bucket.policy:
        return False
    delivered = f"arn:{target_bucket.partition}:s3:::{target_bucket.name}/{target_prefix or ''}log"
    return any(
        grants_logging(statement, delivered)
        for statement in listed(json.loads(target_bucket.policy)["Statement"])
    )


FakeBucket._log_permissions_enabled_policy = staticmethod(_log_permissions_enabled_policy)
