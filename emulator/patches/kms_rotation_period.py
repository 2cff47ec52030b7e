"""AWS stores RotationPeriodInDays of EnableKeyRotation, with a default of 365; moto does not, which is a difference in every plan.

https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html
"""

import json
from typing import Any, Callable

from moto.kms.responses import KmsResponse

from . import around

DEFAULT_DAYS = 365


def key_of(response: KmsResponse) -> Any:
    backend = response.kms_backend
    return backend.keys[backend.get_key_id(response._get_param("KeyId"))]


@around(KmsResponse)
def enable_key_rotation(original: Callable, self: KmsResponse) -> str:
    answer = original(self)
    key_of(self).rotation_days = self._get_param("RotationPeriodInDays") or DEFAULT_DAYS
    return answer


@around(KmsResponse)
def get_key_rotation_status(original: Callable, self: KmsResponse) -> str:
    status = json.loads(original(self))
    if status["KeyRotationEnabled"]:
        status["RotationPeriodInDays"] = getattr(key_of(self), "rotation_days", DEFAULT_DAYS)
    return json.dumps(status)
