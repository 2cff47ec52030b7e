import { GetRoleCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { grantsIn, statementOf } from '../../iam/policy';
import { grantsForTypes } from '../../resources';
import { stateGrants } from '../../resources/state';
import { type Check, type Context, fail, pass, unchecked } from '../check';
import { certificateNames } from '../host-names';
import { refusedActions, type Request } from '../simulation';

/** Maximum number of actions that a finding lists. */
const NAMED = 8;

/**
 * ARN of the IAM role or user of the caller; undefined for others. AWS: "Principals" of GetCallerIdentity.
 */
async function principalOf({ aws }: Context, arn: string): Promise<string | undefined> {
  const [, role] = /:assumed-role\/([^/]+)\//.exec(arn) ?? [];
  // An assumed-role ARN omits the path of the role.
  if (role !== undefined) return (await aws.iam.send(new GetRoleCommand({ RoleName: role }))).Role?.Arn;
  return /^arn:[a-z-]+:iam::\d+:user\//.test(arn) ? arn : undefined;
}

/** Actions that Terraform requires, grouped by resource and condition. */
function requestsOf({ plan, backend, region, identity, prefix }: Context, account: string): Request[] {
  const scope = { region, account, ...identity, prefix, hostNames: certificateNames(plan) };
  const { resources, dataSources } = plan.types;
  const grants = [...grantsForTypes(resources, dataSources), ...(backend ? stateGrants(backend) : [])];
  const byKey = new Map<string, Request>();
  for (const grant of grantsIn(grants, scope)) {
    const { Action, Resource, Condition: condition = {} } = statementOf(grant, scope);
    const resource = String(Resource);
    const key = JSON.stringify([resource, condition]);
    const actions = new Set([...(byKey.get(key)?.actions ?? []), ...[Action].flat()]);
    byKey.set(key, { actions: [...actions].sort(), resource, condition });
  }
  return [...byKey.values()];
}

/**
 * Denied actions. Simulates all actions on `*` first, then simulates only those that were not allowed on the
 * resources of the plan. An administrator needs no second simulation.
 */
async function refused(context: Context, principal: string, requests: readonly Request[]): Promise<string[]> {
  const actions = [...new Set(requests.flatMap((request) => request.actions))].sort();
  const everywhere = await refusedActions(context, principal, { actions, resource: '*', condition: {} });
  const open = new Set(everywhere.map(({ EvalActionName }) => EvalActionName));
  const found = new Set<string>();
  for (const request of requests) {
    const asked = request.actions.filter((action) => open.has(action));
    if (asked.length === 0) continue;
    for (const { EvalActionName = '' } of await refusedActions(context, principal, {
      ...request,
      actions: asked,
    }))
      found.add(EvalActionName);
  }
  return [...found].sort();
}

export const permissions: Check = {
  id: 'permissions',
  title: 'Permissions',
  prevents: 'An apply stops half way at the first call that IAM denies',
  error: 'UnauthorizedOperation, AccessDenied',
  permissions: ['iam:SimulatePrincipalPolicy', 'iam:GetRole'],
  async run(context) {
    const { Account = '', Arn = '' } = await context.aws.homeSts.send(new GetCallerIdentityCommand());
    if (Arn.endsWith(':root')) return pass('the root user may do everything');
    const principal = await principalOf(context, Arn);
    if (principal === undefined) return unchecked(`${Arn} is neither a role nor a user of IAM`);
    const requests = requestsOf(context, Account);
    const lacking = await refused(context, principal, requests);
    const count = new Set(requests.flatMap(({ actions }) => actions)).size;
    if (lacking.length === 0)
      return pass(`${principal} may make the ${count} kinds of calls that Terraform makes`);
    const more = lacking.length > NAMED ? ` and ${lacking.length - NAMED} more` : '';
    return fail(
      `${principal} may not make ${lacking.length} of ${count} kinds of calls: ${lacking.slice(0, NAMED).join(', ')}${more}`,
      'Use a role that may, e.g. the apply role of the automation stack (docs/automation.md).',
    );
  },
};
