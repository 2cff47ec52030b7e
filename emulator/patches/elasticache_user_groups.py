"""AWS supports user groups, changes and deletions of users; moto has users alone, and deletes one only once it is described.

https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUserGroup.html
"""

from typing import Any, Callable

from moto.core.responses import ActionResult
from moto.elasticache.exceptions import ElastiCacheException, UserNotFound
from moto.elasticache.models import ElastiCacheBackend, User
from moto.elasticache.responses import ElastiCacheResponse

from . import added_to, around


class UserGroupNotFound(ElastiCacheException):
    code = "UserGroupNotFound"


def groups(self: ElastiCacheResponse) -> dict[str, dict[str, Any]]:
    return vars(self.elasticache_backend).setdefault("user_groups", {})


def existing(self: ElastiCacheResponse) -> dict[str, Any]:
    name = self._get_param("UserGroupId")
    if name not in groups(self):
        raise UserGroupNotFound(f"User group {name} not found.")
    return groups(self)[name]


@added_to(ElastiCacheResponse)
def create_user_group(self: ElastiCacheResponse) -> ActionResult:
    backend, name = self.elasticache_backend, self._get_param("UserGroupId")
    group = {
        "ARN": f"arn:aws:elasticache:{backend.region_name}:{backend.account_id}:usergroup:{name}",
        "Engine": self._get_param("Engine"),
        "Status": "active",
        "UserGroupId": name,
        "UserIds": self._get_param("UserIds", []),
    }
    groups(self)[name] = group
    backend.tagging_service.tag_resource(group["ARN"], self._get_param("Tags", []))
    return ActionResult(group)


@added_to(ElastiCacheResponse)
def describe_user_groups(self: ElastiCacheResponse) -> ActionResult:
    found = [existing(self)] if self._get_param("UserGroupId") else list(groups(self).values())
    return ActionResult({"UserGroups": found})


@added_to(ElastiCacheResponse)
def modify_user_group(self: ElastiCacheResponse) -> ActionResult:
    group = existing(self)
    removed = self._get_param("UserIdsToRemove", [])
    kept = [user for user in group["UserIds"] if user not in removed]
    group["UserIds"] = [*kept, *self._get_param("UserIdsToAdd", [])]
    return ActionResult(group)


@added_to(ElastiCacheResponse)
def delete_user_group(self: ElastiCacheResponse) -> ActionResult:
    group = existing(self)
    del groups(self)[group["UserGroupId"]]
    return ActionResult({**group, "Status": "deleting"})


@added_to(ElastiCacheResponse)
def modify_user(self: ElastiCacheResponse) -> ActionResult:
    name, mode = self._get_param("UserId"), self._get_param("AuthenticationMode", {})
    if name not in self.elasticache_backend.users:
        raise UserNotFound(name)
    user = self.elasticache_backend.users[name]
    if mode:
        user.authentication_type = mode["Type"]
        user.passwords = mode.get("Passwords", [])
    user.access_string = self._get_param("AccessString") or user.access_string
    return ActionResult(user)


@around(ElastiCacheBackend)
def list_tags_for_resource(original: Callable, self: ElastiCacheBackend, arn: str) -> dict[str, Any]:
    """moto knows no ARN of a user group."""
    return self.tagging_service.list_tags_for_resource(arn) if ":usergroup:" in arn else original(self, arn)


@around(ElastiCacheBackend)
def delete_user(original: Callable, self: ElastiCacheBackend, user_id: str) -> User:
    user = original(self, user_id=user_id)
    del self.users[user_id]
    return user
