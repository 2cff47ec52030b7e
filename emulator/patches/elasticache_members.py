"""AWS lists the nodes of a replication group as clusters, and deletes it with them; moto has no nodes, and keeps it as `deleting`.

https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DescribeCacheClusters.html
"""

from typing import Any, Callable

from moto.core.responses import ActionResult, EmptyResult, PaginatedResult
from moto.elasticache.exceptions import CacheSubnetGroupNotFound
from moto.elasticache.models import ElastiCacheBackend, ReplicationGroup
from moto.elasticache.responses import ElastiCacheResponse

from . import added_to, around


def version_of(group: ReplicationGroup) -> str:
    """With a patch version, which AWS chooses."""
    version = group.engine_version or "7.1"
    return version if version.count(".") > 1 else f"{version}.0"


def member(name: str, group: ReplicationGroup) -> dict[str, Any]:
    return {
        "ARN": group.arn.replace(f"replicationgroup:{group.replication_group_id}", f"cluster:{name}"),
        "AtRestEncryptionEnabled": group.at_rest_encryption_enabled,
        "AutoMinorVersionUpgrade": True,
        "CacheClusterId": name,
        "CacheClusterStatus": "available",
        "CacheNodeType": group.cache_node_type,
        "CacheParameterGroup": {"CacheParameterGroupName": f"default.{group.engine}{group.engine_version}"},
        "CacheSubnetGroupName": group.cache_subnet_group_name,
        "Engine": group.engine,
        "EngineVersion": version_of(group),
        "NumCacheNodes": 1,
        "PreferredMaintenanceWindow": "sun:18:00-sun:19:00",
        "ReplicationGroupId": group.replication_group_id,
        "SecurityGroups": [
            {"SecurityGroupId": one, "Status": "active"} for one in group.security_group_ids or []
        ],
        "TransitEncryptionEnabled": group.transit_encryption_enabled,
        "TransitEncryptionMode": group.transit_encryption_mode,
    }


@around(ElastiCacheResponse)
def describe_cache_clusters(original: Callable, self: ElastiCacheResponse) -> ActionResult:
    wanted = self._get_param("CacheClusterId")
    found = [
        member(name, group)
        for group in self.elasticache_backend.replication_groups.values()
        for name in group.member_clusters
        if wanted in (None, name)
    ]
    return PaginatedResult({"CacheClusters": found}) if found else original(self)


@around(ElastiCacheBackend)
def create_replication_group(original: Callable, self: ElastiCacheBackend, **options: Any) -> ReplicationGroup:
    clusters = int(options["num_cache_clusters"] or 1)
    replicas = options["replicas_per_node_group"] or clusters - 1
    group = original(self, **{**options, "replicas_per_node_group": replicas})
    if group.transit_encryption_enabled:
        group.transit_encryption_mode = options["transit_encryption_mode"] or "required"
    return group


@around(ElastiCacheBackend)
def delete_replication_group(original: Callable, self: ElastiCacheBackend, **options: Any) -> ReplicationGroup:
    group = original(self, **options)
    del self.replication_groups[group.replication_group_id]
    return group


@added_to(ElastiCacheResponse)
def delete_cache_subnet_group(self: ElastiCacheResponse) -> ActionResult:
    name = self._get_param("CacheSubnetGroupName")
    if name not in self.elasticache_backend.cache_subnet_groups:
        raise CacheSubnetGroupNotFound(name)
    del self.elasticache_backend.cache_subnet_groups[name]
    return EmptyResult()
