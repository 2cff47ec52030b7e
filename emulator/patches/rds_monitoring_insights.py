"""AWS stores the settings of Performance and Database Insights and enhanced monitoring; moto ignores the former two, and the latter before 5.2.5.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html
"""

from typing import Any, Callable

from moto.rds.models import DBInstance

from . import around

DEFAULTS = {
    "database_insights_mode": "standard",
    "enable_performance_insights": False,
    "performance_insights_kms_key_id": None,
    "performance_insights_retention_period": None,
    "monitoring_interval": 0,
    "monitoring_role_arn": None,
}
DEFAULT_RETENTION_DAYS = 7


@around(DBInstance)
def __init__(original: Callable, self: DBInstance, *args: Any, **kwargs: Any) -> None:
    original(self, *args, **kwargs)
    for name, default in DEFAULTS.items():
        setattr(self, name, kwargs.get(name, default))
    if self.enable_performance_insights and not self.performance_insights_retention_period:
        self.performance_insights_retention_period = DEFAULT_RETENTION_DAYS


DBInstance.performance_insights_enabled = property(lambda self: self.enable_performance_insights)
