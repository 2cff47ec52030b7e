import { TerraformProgress } from '../../src/terraform/progress';

describe('TerraformProgress', () => {
  let clock: number;
  let progress: TerraformProgress;
  const read = (seconds: number, ...lines: string[]) => {
    clock = seconds * 1000;
    lines.forEach((line) => progress.read(line));
  };
  beforeEach(() => {
    clock = 0;
    progress = new TerraformProgress(() => clock);
  });

  test('shows planning until the plan exists', () => {
    read(0, 'dev  Initializing the backend...');
    expect(progress.text).toBe('planning');
    read(1, 'dev  Plan: 60 to add, 0 to change, 0 to destroy.');
    expect(progress.text).toBe('0 of 60 done');
  });

  test('counts finished resources and names the longest-running with their times', () => {
    read(0, 'Plan: 4 to add, 1 to change, 1 to destroy.');
    read(1, 'dev  aws_db_instance.database (database/Resource): Creating...', 'aws_eip.a: Creating...');
    read(
      2,
      'aws_vpc.b: Modifying... [id=vpc-1]',
      'aws_lb.c: Destroying... [id=arn:aws:x]',
      'aws_nat_gateway.d: Creating...',
    );
    read(12, 'dev  aws_eip.a (a): Creation complete after 11s [id=eipalloc-1]');
    read(13, 'aws_db_instance.database: Still creating... [10s elapsed]');
    read(31);
    expect(progress.text).toBe(
      '1 of 6 done; waiting for aws_db_instance.database (30 s), aws_vpc.b (29 s), aws_lb.c (29 s) and 1 more',
    );
    read(
      40,
      'aws_vpc.b: Modifications complete after 38s [id=vpc-1]',
      'aws_lb.c: Destruction complete after 38s',
    );
    read(
      41,
      'aws_nat_gateway.d: Creation complete after 39s',
      'aws_db_instance.database: Creation complete after 40s',
    );
    expect(progress.text).toBe('5 of 6 done');
    expect(progress.slowest).toEqual({ address: 'aws_db_instance.database', elapsed: 40_000 });
    expect(progress.elapsed).toBe(40_000);
  });

  test('keeps instances of one resource apart', () => {
    const rule = (key: string, what: string) => `dev  aws_rule.from_admins (x/y)["${key}"]: ${what}`;
    read(0, 'Plan: 2 to add, 0 to change, 0 to destroy.');
    read(1, rule('203.0.113.7/32', 'Creating...'), rule('198.51.100.0/24', 'Creating...'));
    read(2, rule('203.0.113.7/32', 'Creation complete after 1s [id=sgr-1]'));
    expect(progress.text).toBe('1 of 2 done; waiting for aws_rule.from_admins["198.51.100.0/24"] (1 s)');
  });

  test('does not count data sources', () => {
    read(0, 'Plan: 1 to add, 0 to change, 0 to destroy.');
    read(
      1,
      'data.aws_ssm_parameter.image: Reading...',
      'data.aws_ssm_parameter.image: Read complete after 1s [id=x]',
    );
    expect(progress.text).toBe('0 of 1 done');
  });
});
