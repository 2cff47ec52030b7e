"""AWS returns a distribution as it was configured; moto drops origin access controls, and adds what a cache policy or CloudFront's own
certificate excludes, which is a difference in every plan.

https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html
"""

from typing import Any, Callable

from moto.cloudfront.models import DistributionConfig

from . import around


@around(DistributionConfig)
def __init__(original: Callable, self: DistributionConfig, config: dict[str, Any]) -> None:
    controls = [origin.get("OriginAccessControlId") or "" for origin in config["Origins"]["Items"]]
    original(self, config)
    for origin, control in zip(config["Origins"]["Items"], controls):
        origin.origin_access_control_id = control
    behavior, certificate = config["DefaultCacheBehavior"], config["ViewerCertificate"]
    if behavior.cache_policy_id:
        behavior.forwarded_values = None
    if not (certificate.iam_certificate_id or certificate.acm_certificate_arn):
        certificate.iam_certificate_id = certificate.acm_certificate_arn = certificate.ssl_support_method = None
