"""AWS returns the subscribers of a budget's notification, and the budget's tags, which the provider reads; moto supports neither call.

https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_DescribeSubscribersForNotification.html
"""

import json
from typing import Any, Callable

from moto.budgets.models import BudgetsBackend
from moto.budgets.responses import BudgetsResponse

from . import added_to, around


def tags_of(backend: BudgetsBackend) -> dict[str, dict[str, str]]:
    return vars(backend).setdefault("tags_by_name", {})


def name_in(arn: str) -> str:
    return arn.split(":budget/", 1)[1]


@around(BudgetsResponse)
def create_budget(original: Callable, self: BudgetsResponse) -> str:
    answer = original(self)
    tags = self._get_param("ResourceTags") or []
    tags_of(self.backend)[self._get_param("Budget")["BudgetName"]] = {
        tag["Key"]: tag["Value"] for tag in tags
    }
    return answer


@around(BudgetsBackend)
def delete_budget(original: Callable, self: BudgetsBackend, account_id: str, budget_name: str) -> None:
    original(self, account_id=account_id, budget_name=budget_name)
    tags_of(self).pop(budget_name, None)


@added_to(BudgetsResponse)
def describe_subscribers_for_notification(self: BudgetsResponse) -> str:
    budget = self.backend.budgets[self._get_param("AccountId")][self._get_param("BudgetName")]
    wanted = {key: value for key, value in self._get_param("Notification").items()}
    keys = ("NotificationType", "ComparisonOperator", "Threshold")
    found: list[Any] = [
        subscriber
        for notification in budget.notifications
        if all(notification.details.get(key) == wanted.get(key) for key in keys)
        for subscriber in notification.subscribers
    ]
    return json.dumps({"Subscribers": found})


@added_to(BudgetsResponse)
def list_tags_for_resource(self: BudgetsResponse) -> str:
    tags = tags_of(self.backend).get(name_in(self._get_param("ResourceARN")), {})
    return json.dumps({"ResourceTags": [{"Key": key, "Value": value} for key, value in tags.items()]})


@added_to(BudgetsResponse)
def tag_resource(self: BudgetsResponse) -> str:
    tags = tags_of(self.backend).setdefault(name_in(self._get_param("ResourceARN")), {})
    tags.update({tag["Key"]: tag["Value"] for tag in self._get_param("ResourceTags")})
    return json.dumps({})


@added_to(BudgetsResponse)
def untag_resource(self: BudgetsResponse) -> str:
    tags = tags_of(self.backend).setdefault(name_in(self._get_param("ResourceARN")), {})
    for key in self._get_param("ResourceTagKeys"):
        tags.pop(key, None)
    return json.dumps({})
