"""AWS gives a domain three DKIM tokens, of which its DNS records are made, and times as numbers; moto gives no tokens, and text.

https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_DkimAttributes.html
"""

import hashlib
import time
from typing import Any, Callable

from moto.ses.models import EmailIdentity

from . import around


@around(EmailIdentity)
def __init__(original: Callable, self: EmailIdentity, *args: Any, **options: Any) -> None:
    original(self, *args, **options)
    if "LastKeyGenerationTimestamp" in self.dkim_attributes:
        self.dkim_attributes["LastKeyGenerationTimestamp"] = int(time.time())
    if self.identity_type == "DOMAIN":
        self.dkim_attributes["Tokens"] = [
            hashlib.sha256(f"{key}.{self.email_identity}".encode()).hexdigest()[:32] for key in range(3)
        ]
