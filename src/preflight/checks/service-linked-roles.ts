import { GetRoleCommand } from '@aws-sdk/client-iam';
import { orMissing } from '../../aws/or-missing';
import { type Check, type Context, pass, warn } from '../check';
import type { Plan } from '../../terraform/planned-resources';

/** AWS: "AWS services that work with IAM", and the service-linked role page of each service. */
const ROLES = [
  { type: 'aws_autoscaling_group', role: 'AWSServiceRoleForAutoScaling', service: 'autoscaling' },
  { type: 'aws_lb', role: 'AWSServiceRoleForElasticLoadBalancing', service: 'elasticloadbalancing' },
  { type: 'aws_db_instance', role: 'AWSServiceRoleForRDS', service: 'rds' },
  {
    type: 'aws_ec2_instance_connect_endpoint',
    role: 'AWSServiceRoleForEC2InstanceConnect',
    service: 'ec2-instance-connect',
  },
] as const;

const needed = (plan: Plan) => ROLES.filter(({ type }) => plan.count(type) > 0);

async function exists({ aws }: Context, RoleName: string): Promise<boolean> {
  const found = await orMissing(aws.iam.send(new GetRoleCommand({ RoleName })), 'NoSuchEntityException');
  return found !== undefined;
}

/** AWS creates a service-linked role at the first use of the service, if the caller has permission. */
export const serviceLinkedRoles: Check = {
  id: 'service-linked-roles',
  title: 'Service-linked roles',
  prevents:
    'The first load balancer, database or group of an account is refused if its role may not be created',
  error: 'AccessDenied, InvalidParameterValue',
  permissions: ['iam:GetRole'],
  applies: ({ plan }) => needed(plan).length > 0,
  async run(context) {
    const roles = needed(context.plan);
    const there = await Promise.all(roles.map(({ role }) => exists(context, role)));
    const missing = roles.filter((_, index) => !there[index]);
    if (missing.length === 0) return pass(roles.map(({ role }) => role).join(', '));
    const commands = missing.map(
      ({ service }) => `aws iam create-service-linked-role --aws-service-name ${service}.amazonaws.com`,
    );
    return warn(
      `${missing.map(({ role }) => role).join(', ')} ${missing.length === 1 ? 'does' : 'do'} not exist yet: the first use needs iam:CreateServiceLinkedRole`,
      `Run ${commands.join(' && ')}`,
    );
  },
};
