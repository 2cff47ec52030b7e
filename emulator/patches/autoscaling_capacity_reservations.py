"""A group uses the account's capacity reservations by default, and says so; moto says nothing of them.

https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CapacityReservationSpecification.html
"""

from moto.autoscaling.models import FakeAutoScalingGroup

FakeAutoScalingGroup.capacity_reservation_specification = {"CapacityReservationPreference": "default"}
