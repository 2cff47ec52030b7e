"""What servers do, in place of a boot: each answers health checks, except those whose user data names an image tagged `broken`.

Such a container writes why to its log and ends, as `docs/servers.md` describes containers. One tagged `slow` answers seconds after
its first health check.
"""

import base64
import gzip
import re
import time
from typing import Any

from moto.core.types import Base64EncodedString
from moto.core.utils import unix_time_millis, utcnow
from moto.ec2.models.instances import Instance
from moto.logs.models import logs_backends

BROKEN = re.compile(r"^\s*APPLICATION_IMAGE='.*:broken'$", re.MULTILINE)
SLOW = re.compile(r"^\s*APPLICATION_IMAGE='.*:slow'$", re.MULTILINE)
LOG_GROUP = re.compile(r"^\s*LOG_GROUP='(.*)'$", re.MULTILINE)

# Seconds.
BOOT = 3

GZIP = b"\x1f\x8b"

LOG = ("Starting the application", "java.lang.IllegalStateException: the tag of this image is broken")


def user_data(instance: Instance) -> str:
    """As cloud-init reads it: compressed or not."""
    data = instance.user_data or b""
    # Moto keeps what RunInstances got in Base64, and what a launch template has in bytes.
    if isinstance(data, Base64EncodedString):
        data = base64.b64decode(data.as_bytes())
    return (gzip.decompress(data) if data.startswith(GZIP) else data).decode()


def answers(instance: Instance) -> bool:
    return not BROKEN.search(user_data(instance))


def starts(instance: Instance) -> bool:
    if not SLOW.search(user_data(instance)):
        return False
    if not hasattr(instance, "first_health_check"):
        instance.first_health_check = time.monotonic()
    return time.monotonic() - instance.first_health_check < BOOT


def write_log(account: str, region: str, instance: Instance) -> None:
    """Writes the log of a broken container, once. Docker: "Amazon CloudWatch Logs logging driver"."""
    logs = logs_backends[account][region]
    found = LOG_GROUP.search(user_data(instance))
    stream = f"{instance.private_dns_name}/application"
    if found is None or found[1] not in logs.groups or stream in logs.groups[found[1]].streams:
        return
    now = int(unix_time_millis(utcnow()))
    events: list[dict[str, Any]] = [{"timestamp": now, "message": line} for line in LOG]
    logs.create_log_stream(found[1], stream)
    logs.put_log_events(found[1], stream, events)
