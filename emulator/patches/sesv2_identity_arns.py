"""AWS names an identity `identity/<name>` in its ARN; moto keeps and lists its tags under `email-identity/<name>`.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsimpleemailservicev2.html
"""

from collections.abc import Iterator
from typing import Any, Callable

from moto.core.resource_tagging import TaggedResource
from moto.ses import models as ses
from moto.sesv2 import models as sesv2

from . import around


@around(ses)
@around(sesv2)
def get_arn(original: Callable, backend: Any, service: str, resource: str) -> str:
    return original(backend, service, resource.replace("email-identity/", "identity/"))


@around(sesv2.SESV2Backend)
def iter_tagged_resources(original: Callable, self: sesv2.SESV2Backend) -> Iterator[TaggedResource]:
    yield from (found for found in original(self) if found.resource_type != "ses:email-identity")
    for name in self.core_backend.email_identities:
        arn = sesv2.get_arn(self, "ses", f"identity/{name}")
        tags = self.core_backend.tagger.get_tag_dict_for_resource(arn)
        yield TaggedResource(arn=arn, tags=tags, resource_type="ses:identity")
