"""SQS returns the redrive policy of a queue as JSON without spaces; moto puts some in, which is a difference in every plan.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
"""

import json
from typing import Any, Callable

from moto.sqs.models import SQSBackend

from . import around


@around(SQSBackend)
def get_queue_attributes(original: Callable, self: SQSBackend, *args: Any, **options: Any) -> dict[str, Any]:
    attributes = original(self, *args, **options)
    if attributes.get("RedrivePolicy"):
        policy = json.loads(attributes["RedrivePolicy"])
        attributes["RedrivePolicy"] = json.dumps(policy, separators=(",", ":"))
    return attributes
