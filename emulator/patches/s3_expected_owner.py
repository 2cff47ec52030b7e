"""AWS checks x-amz-expected-bucket-owner; moto ignores it.

AWS returns 403 AccessDenied if another account owns the bucket, whatever the bucket policy allows.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
"""

from typing import Any, Callable

from moto.s3.exceptions import S3AccessDeniedError
from moto.s3.models import s3_backends
from moto.s3.responses import S3Response

from . import around


def check(self: S3Response) -> None:
    expected = self.request.headers.get("x-amz-expected-bucket-owner")
    _, owner = s3_backends.bucket_accounts.get(self.bucket_name, (None, expected))
    if expected not in (None, owner):
        raise S3AccessDeniedError


@around(S3Response)
def _bucket_response(original: Callable, self: S3Response, *args: Any) -> Any:
    check(self)
    return original(self, *args)


@around(S3Response)
def _key_response(original: Callable, self: S3Response, *args: Any) -> Any:
    check(self)
    return original(self, *args)
