"""AWS evaluates the bucket policy for other accounts; moto allows access to all buckets of other accounts, or to none.

This patch allows access if a statement allows everybody all actions, and rejects it otherwise.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-auth-workflow-object-operation.html
"""

import json
from typing import Any, Callable

from moto.s3.exceptions import AccessDeniedByLock
from moto.s3.models import FakeBucket, S3Backend, s3_backends

from . import around


def listed(value: Any) -> list:
    return value if isinstance(value, list) else [value]


def is_public(bucket: FakeBucket) -> bool:
    statements = listed(json.loads(bucket.policy)["Statement"]) if bucket.policy else []
    return any(
        statement["Effect"] == "Allow"
        and statement.get("Principal") in ("*", {"AWS": "*"})
        and "s3:*" in listed(statement.get("Action", []))
        for statement in statements
    )


@around(S3Backend)
def get_bucket(original: Callable, self: S3Backend, bucket_name: str) -> FakeBucket:
    try:
        return original(self, bucket_name)
    except AccessDeniedByLock:
        partition, account = s3_backends.bucket_accounts[bucket_name]
        bucket = original(s3_backends[account][partition], bucket_name)
        if is_public(bucket):
            return bucket
        raise
