"""AWS stores NewerNoncurrentVersions of NoncurrentVersionExpiration; moto does not, which is a difference in every plan.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_NoncurrentVersionExpiration.html
"""

from typing import Any, Callable

from moto.core.responses import ActionResult
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response

from . import added_to, around

KEPT = "NewerNoncurrentVersions"


@around(FakeBucket)
def set_lifecycle(original: Callable, self: FakeBucket, rules: list[dict]) -> None:
    original(self, rules)
    for rule, given in zip(self.rules, rules):
        rule.newer_noncurrent_versions = (given.get("NoncurrentVersionExpiration") or {}).get(KEPT)


@added_to(S3Response)
def serialized(self: S3Response, answer: ActionResult) -> Any:
    # The same method serializes errors of this action.
    if self.data.get("Action") == "GetBucketLifecycleConfiguration" and isinstance(answer.result, dict):
        rules = self.backend.get_bucket_lifecycle(self.bucket_name)
        for rule, returned in zip(rules, answer.result["Rules"]):
            if rule.newer_noncurrent_versions:
                returned["NoncurrentVersionExpiration"][KEPT] = rule.newer_noncurrent_versions
    return super(S3Response, self).serialized(answer)
