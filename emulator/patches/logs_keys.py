"""CloudWatch Logs takes the KMS key of a log group away and gives it another one at any time; moto supports neither call.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_AssociateKmsKey.html
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DisassociateKmsKey.html
"""

from moto.logs.exceptions import ResourceNotFoundException
from moto.logs.responses import LogsResponse

from . import added_to


def set_key(response: LogsResponse, key: str | None) -> str:
    name = response._get_param("logGroupName")
    group = response.logs_backend.groups.get(name)
    if group is None:
        raise ResourceNotFoundException()
    group.kms_key_id = key
    return "{}"


@added_to(LogsResponse)
def associate_kms_key(self: LogsResponse) -> str:
    return set_key(self, self._get_param("kmsKeyId"))


@added_to(LogsResponse)
def disassociate_kms_key(self: LogsResponse) -> str:
    return set_key(self, None)
