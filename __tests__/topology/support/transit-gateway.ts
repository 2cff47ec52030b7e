import { ref, type Body, type Resources } from './network';

export const T = 'aws_ec2_transit_gateway.t';

/** Target of a route in a VPC. */
export const byTransit = { transit_gateway_id: ref(T) };

export const attachment = (vpc: string, subnet: string, more: Body = {}): Resources => ({
  [`aws_ec2_transit_gateway_vpc_attachment.${vpc}`]: {
    transit_gateway_id: ref(T),
    vpc_id: ref(`aws_vpc.${vpc}`),
    subnet_ids: [ref(`aws_subnet.${subnet}`)],
    ...more,
  },
});

/** Target of a route in a route table of the transit gateway. */
export const to = (vpc: string): Body => ({
  transit_gateway_attachment_id: ref(`aws_ec2_transit_gateway_vpc_attachment.${vpc}`),
});
