"""Tests of the server itself."""

import unittest
import uuid
from concurrent.futures import ThreadPoolExecutor

import boto3

from . import QUICK, REGION, aws

WORKERS = 20
GROUPS_EACH = 15


class Server(unittest.TestCase):
    def test_many_requests_at_once_are_all_answered(self) -> None:
        first = aws()("ec2")
        vpc = first.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]

        def work(_: int) -> int:
            # A client has ten connections, so each worker has its own client.
            session = boto3.Session("test", "test", region_name=REGION)
            ec2 = session.client("ec2", endpoint_url=first.meta.endpoint_url, config=QUICK)
            for _ in range(GROUPS_EACH):
                name = f"group-{uuid.uuid4()}"
                group = ec2.create_security_group(GroupName=name, Description="t", VpcId=vpc)["GroupId"]
                ec2.create_tags(Resources=[group], Tags=[{"Key": "Name", "Value": name}])
                ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])
            return GROUPS_EACH

        with ThreadPoolExecutor(WORKERS) as pool:
            self.assertEqual(sum(pool.map(work, range(WORKERS))), WORKERS * GROUPS_EACH)

    def test_a_change_that_is_tried_again_gets_the_first_answer(self) -> None:
        ssm = aws()("ssm")
        invocation = "first"

        def identify(request, **_) -> None:
            request.headers["amz-sdk-invocation-id"] = invocation

        ssm.meta.events.register("before-send.ssm.PutParameter", identify)
        parameter = {"Name": "/retried", "Type": "String", "Value": "1"}
        self.assertEqual(ssm.put_parameter(**parameter)["Version"], 1)
        self.assertEqual(ssm.put_parameter(**parameter)["Version"], 1)
        invocation = "second"
        with self.assertRaises(ssm.exceptions.ParameterAlreadyExists):
            ssm.put_parameter(**parameter)
        with self.assertRaises(ssm.exceptions.ParameterAlreadyExists):
            ssm.put_parameter(**parameter)
