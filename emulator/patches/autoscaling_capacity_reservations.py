"""AWS returns the default capacity reservation preference of a group; moto returns none.

https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CapacityReservationSpecification.html
"""

from moto.autoscaling.models import FakeAutoScalingGroup

FakeAutoScalingGroup.capacity_reservation_specification = {"CapacityReservationPreference": "default"}
