import { PARTS, TYPES } from '../../../src/state/recovery/match';
import { dev } from '../../../src/config/environments/dev';
import { prod } from '../../../src/config/environments/prod';
import { changed, everything } from '../../support/environments';
import { synth } from '../../support/synth';

/** Types that nobody need import: by the call that makes them, a second time changes nothing. AWS: the pages of the calls. */
const REPEATABLE: Readonly<Record<string, string>> = {
  aws_autoscaling_attachment:
    'AttachLoadBalancerTargetGroups: of a group that is attached; there is no import',
  aws_autoscaling_policy: 'PutScalingPolicy: takes the place of the policy of that name',
  aws_eip_association: 'AssociateAddress: of an address that the instance has already',
  aws_iam_role_policy: 'PutRolePolicy: takes the place of the policy of that name',
  aws_lb_target_group_attachment: 'RegisterTargets: of a target that is registered; there is no import',
  terraform_data: 'none: it is in the state alone',
};

const scaling = changed(
  {
    name: 'scaling',
    'servers.0.count': undefined,
    'servers.0.autoScaling': { min: 2, max: 4, targetCpu: 60 },
  },
  everything,
);

const inputs = [dev, prod, everything, scaling];
const tables = { ...TYPES, ...PARTS, ...REPEATABLE };

test.each(inputs)('an apply of $name that dies leaves nothing that unlock does not know', (input) => {
  expect(Object.keys(synth(input).resource).filter((type) => !(type in tables))).toEqual([]);
});

test('no type is known that no environment has, or twice', () => {
  const made = new Set(inputs.flatMap((input) => Object.keys(synth(input).resource)));
  const known = [TYPES, PARTS, REPEATABLE].flatMap((table) => Object.keys(table));
  expect(known.sort()).toEqual([...made].sort());
});
