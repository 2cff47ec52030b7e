import { markdownOf } from '../../src/review/markdown';
import { below, change, linesOf, planOf, review } from './support';

const NO_COST = 'Costs +0.00 USD a month: from at least 0.00 to at least 0.00.';
const SECRET = 'hunter2-hunter2';

describe('A review', () => {
  test('begins with what is destroyed or replaced, what opens, and what it costs', () => {
    const plan = planOf([
      change('aws_sns_topic.gone', ['delete'], { name: 'gone' }, null),
      change(
        'aws_sns_topic.other',
        ['create', 'delete'],
        { name: 'a' },
        { name: 'b' },
        {
          action_reason: 'replace_because_cannot_update',
          masks: {
            replace_paths: [['name'], ['tags', 0, 'Key'], ['tags', 1, 'Key']],
          },
        },
      ),
    ]);
    const [destroys, reaches, costs] = linesOf(plan);
    expect(destroys).toBe(
      'Destroys 1 resource, replaces 1: aws_sns_topic.gone; aws_sns_topic.other (replaced).',
    );
    expect(reaches).toBe('Opens and closes no connection.');
    expect(costs).toBe(
      `${NO_COST} Not in it: 2 unknown charges before, 1 afterwards, so the difference may be another.`,
    );
    expect(below('Replaced:', plan)).toEqual([
      'aws_sns_topic.other (a): created first; name, tags.Key cannot change in place',
      '  name: "a" → "b"',
    ]);
  });

  test('names ranges of addresses that rules are about, of which no connection is told', () => {
    const rule = (range: string, port = 22) => ({
      ip_protocol: 'tcp',
      from_port: port,
      to_port: port,
      cidr_ipv4: range,
    });
    const reaches = (before: object | null, after: object | null) =>
      linesOf(planOf([change('aws_vpc_security_group_ingress_rule.a', ['update'], before, after)]))[1];
    expect([
      reaches(rule('198.51.100.0/24'), rule('203.0.113.7/32')),
      reaches(rule('198.51.100.0/24'), rule('198.51.100.0/24', 443)),
      reaches(rule('198.51.100.0/24'), { ...rule('198.51.100.0/24'), description: 'office' }),
      reaches(null, rule('0.0.0.0/0')),
    ]).toEqual([
      'Opens and closes no connection. Rules about 198.51.100.0/24, 203.0.113.7/32 change too; they are told with the changes.',
      'Opens and closes no connection. Rules about 198.51.100.0/24 change too; they are told with the changes.',
      'Opens and closes no connection.',
      'Opens and closes no connection.',
    ]);
  });

  test('names five of many', () => {
    const gone = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) =>
      change(`aws_eip.${name}`, ['delete'], {}, null),
    );
    expect(linesOf(planOf(gone))[0]).toBe(
      'Destroys 7 resources, replaces 0: aws_eip.a; aws_eip.b; aws_eip.c; aws_eip.d; aws_eip.e; and 2 more.',
    );
  });

  test('tells attributes of an update with old and new values', () => {
    const plan = planOf([
      change(
        'aws_lb.web',
        ['update'],
        {
          name: 'web',
          idle_timeout: 60,
          subnets: ['a', 'b'],
          dns_name: 'old',
          text: 'x'.repeat(200),
          tags: { A: '1' },
          tags_all: { A: '1' },
        },
        {
          name: 'web',
          idle_timeout: 90,
          subnets: ['b', 'c'],
          text: 'y'.repeat(201),
          tags: { A: '2' },
          tags_all: { A: '2' },
        },
        { masks: { after_unknown: { dns_name: true } } },
      ),
      change('aws_lb.same', ['update'], { name: '' }, { name: null }),
    ]);
    expect(below('Updated in place:', plan)).toEqual([
      'aws_lb.web (web)',
      '  idle_timeout: 60 → 90',
      '  subnets: without "a"',
      '  subnets: with "c"',
      '  dns_name: "old" → known after apply',
      '  text: a text of 200 characters → a text of 201 characters',
      '  tags.A: "1" → "2"',
      'aws_lb.same',
      '  no value differs, but how nothing is written',
    ]);
  });

  test('tells no sensitive value, not even one that is sensitive on one side alone', () => {
    const plan = planOf(
      [
        change(
          'aws_a.both',
          ['update'],
          { password: SECRET },
          { password: `${SECRET}2` },
          {
            masks: { before_sensitive: { password: true }, after_sensitive: { password: true } },
          },
        ),
        change(
          'aws_a.before',
          ['update'],
          { list: [{ key: SECRET }] },
          { list: [{ key: `${SECRET}3` }] },
          {
            masks: { before_sensitive: { list: [{ key: true }] }, after_sensitive: { list: [{}] } },
          },
        ),
        change(
          'aws_a.after',
          ['update'],
          { name: SECRET },
          { name: `${SECRET}4` },
          {
            masks: { before_sensitive: false, after_sensitive: { name: true } },
          },
        ),
        change(
          'aws_a.old',
          ['update'],
          { name: SECRET },
          { name: `${SECRET}5` },
          {
            masks: { before_sensitive: undefined, after_sensitive: undefined },
          },
        ),
      ],
      {
        output_changes: {
          secret: {
            actions: ['update'],
            before: SECRET,
            after: 'x',
            before_sensitive: true,
            after_sensitive: true,
          },
        },
      },
    );
    const found = review(plan);
    expect(JSON.stringify([linesOf(plan), markdownOf(found)])).not.toContain(SECRET);
    expect(below('Updated in place:', plan)).toEqual([
      'aws_a.both',
      '  password: a sensitive value → another',
      'aws_a.before',
      '  list.key: a sensitive value → another',
      'aws_a.after',
      '  name: a sensitive value → another',
      'aws_a.old',
      '  name: a sensitive value → another',
    ]);
    expect(below('Outputs:', plan)).toEqual(['output secret', '  value: a sensitive value → another']);
  });

  test('tells no sensitive value where a provider computes another one of it', () => {
    const plan = planOf(
      [
        change(
          'terraform_data.a',
          ['update'],
          { input: SECRET, output: `is ${SECRET}`, short: 'ab' },
          { input: 'x', short: 'abc' },
          {
            masks: {
              before_sensitive: { input: true },
              after_sensitive: { input: true },
              after_unknown: { output: true },
            },
          },
        ),
      ],
      {
        variables: { password: { value: 'from-a-variable' }, tiny: { value: 'ab' }, open: { value: 'abc' } },
        configuration: {
          root_module: { variables: { password: { sensitive: true }, tiny: { sensitive: true }, open: {} } },
        },
        checks: [{ status: 'fail', instances: [{ problems: [{ message: 'not from-a-variable' }] }] }],
      },
    );
    expect(below('Updated in place:', plan)).toEqual([
      'terraform_data.a',
      '  input: a sensitive value → another',
      '  output: a sensitive value → known after apply',
      '  short: a sensitive value → "abc"',
    ]);
    expect(below('Conditions and checks:', plan)).toEqual(['a check does not pass: not (sensitive)']);
  });

  test.each([
    ['replace_because_tainted', 'the state marks it as damaged (tainted)'],
    ['replace_by_request', '-replace names it'],
    ['replace_by_triggers', 'what replace_triggered_by names changes'],
    ['a_reason_of_tomorrow', 'a_reason_of_tomorrow'],
  ])('tells the reason %s', (reason, words) => {
    const plan = planOf([change('aws_eip.one', ['delete', 'create'], {}, {}, { action_reason: reason })]);
    expect(below('Replaced:', plan)).toEqual([`aws_eip.one: destroyed first; ${words}`]);
  });

  test('tells what is moved, imported, forgotten and deposed', () => {
    const plan = planOf([
      change('aws_a.new', ['no-op'], { x: 1 }, { x: 1 }, { previous_address: 'aws_a.old' }),
      change('aws_a.found', ['update'], { x: 1 }, { x: 2 }, { masks: { importing: { id: 'a-1' } } }),
      change('aws_a.later', ['no-op'], { x: 1 }, { x: 1 }, { masks: { importing: {} } }),
      change('aws_nat_gateway.left', ['forget'], {}, null),
      change('aws_a.deposed', ['delete'], {}, null, { deposed: 'abcd1234' }),
      change('aws_a.tofu', ['forget', 'create'], {}, {}),
    ]);
    expect(below('Changed in the state alone:', plan)).toEqual([
      'aws_a.new: moved from aws_a.old',
      'aws_a.later: imported as an id that is known after apply',
    ]);
    expect(below('Updated in place:', plan)).toEqual(['aws_a.found: imported as a-1', '  x: 1 → 2']);
    expect(below('Taken out of the state, and left where it is:', plan)).toEqual(['aws_nat_gateway.left']);
    expect(below('Destroyed:', plan)).toEqual([
      'aws_a.deposed: an old object that a replacement left (deposed abcd1234)',
    ]);
    expect(below('Replaced:', plan)).toEqual(['aws_a.tofu: the old one stays in AWS and leaves the state']);
    expect(linesOf(plan)[2]).toContain(
      'What leaves the state stays in AWS, and is charged although it is not counted afterwards.',
    );
  });

  test('says in each line that a plan failed', () => {
    const plan = planOf([], { errored: true });
    expect(linesOf(plan)).toEqual([
      'Destroys and replaces nothing. The plan failed, so there may be more.',
      'What it opens and closes is not known. The plan failed, so there may be more.',
      `${NO_COST} The plan failed, so there may be more.`,
      '',
      'Of the plan:',
      '  The plan failed, and cannot be applied. What it did not reach is missing here.',
    ]);
  });

  test('says in each line that a plan is not complete, and what is deferred', () => {
    const deferred = {
      reason: 'provider_config_unknown',
      resource_change: change('aws_eip.later', ['create'], null, {}),
    };
    const plan = planOf([], { complete: false, deferred_changes: [deferred] });
    const [destroys, reaches, costs] = linesOf(plan);
    const more = 'The plan is not complete, so more may follow.';
    expect([destroys, reaches, costs]).toEqual([
      `Destroys and replaces nothing. ${more}`,
      `Opens and closes no connection. ${more}`,
      `${NO_COST} ${more}`,
    ]);
    expect(below('Left to another plan:', plan)).toEqual([
      'aws_eip.later: created (provider_config_unknown)',
    ]);
  });

  test('calls what it does not understand no nothing', () => {
    const broken = { address: 'aws_eip.broken' } as ReturnType<typeof change>;
    const [destroys, , costs] = linesOf(planOf([change('aws_eip.odd', ['shred'], {}, {}), broken]));
    expect(destroys).toBe(
      'Destroys and replaces nothing: aws_eip.odd (not understood). 1 change of an unknown kind may destroy more. 1 change cannot be read.',
    );
    expect(costs).toContain('1 change cannot be read.');
    const half = planOf([
      { ...change('aws_eip.half', ['create'], null, null), change: { actions: ['create'] } },
    ]);
    expect(linesOf(half)[2]).toBe(`${NO_COST} 1 resource without values in the plan is not in it.`);
  });

  test('tells drift, and that an apply of a refresh-only plan changes nothing in AWS', () => {
    const resource = { address: 'aws_eip.a', mode: 'managed', type: 'aws_eip', values: { id: 'a' } };
    const broken = { address: 'aws_eip.broken' } as ReturnType<typeof change>;
    const plan = {
      planned_values: { root_module: {} },
      configuration: { root_module: {} },
      prior_state: { values: { root_module: { resources: [resource] } } },
      resource_drift: [
        change('aws_eip.a', ['update'], { tags: {} }, { tags: { Owner: 'by hand' } }),
        change('aws_eip.gone', ['delete'], {}, null),
      ],
    };
    expect(below('Of the plan:', plan)).toEqual([
      'An apply changes nothing in AWS: it writes what was changed outside of Terraform to the state.',
    ]);
    expect(below('Changed outside of Terraform, from the state to AWS:', plan)).toEqual([
      'aws_eip.a: updated',
      '  tags.Owner: absent → "by hand"',
      'aws_eip.gone: destroyed',
    ]);
    expect(linesOf({ ...plan, resource_drift: [broken] })[0]).toBe(
      'Destroys and replaces nothing. 1 change cannot be read.',
    );
  });

  test('says that networks of other clouds are not read', () => {
    const plan = planOf([
      change(
        'azurerm_subnet.a',
        ['create'],
        null,
        {},
        { provider_name: 'registry.terraform.io/hashicorp/azurerm' },
      ),
      change(
        'random_id.a',
        ['create'],
        null,
        {},
        { provider_name: 'registry.terraform.io/hashicorp/random' },
      ),
    ]);
    expect(linesOf(plan)[1]).toBe('Opens and closes no connection. Networks of azurerm are not read.');
  });

  test('tells conditions that do not pass', () => {
    const plan = planOf([], {
      checks: [
        {
          address: { to_display: 'check.web' },
          status: 'fail',
          instances: [{ problems: [{ message: 'No answer.' }] }],
        },
        { address: { to_display: 'aws_lb.web' }, status: 'error' },
        { address: { to_display: 'check.fine' }, status: 'pass' },
      ],
    });
    expect(below('Conditions and checks:', plan)).toEqual([
      'check.web does not pass: No answer.',
      'aws_lb.web failed.',
    ]);
  });

  test('counts what a targeted plan leaves out, and closes none of it', () => {
    const values = { id: 'eipalloc-1', domain: 'vpc' };
    const kept = { address: 'aws_eip.kept', mode: 'managed', type: 'aws_eip', values };
    const plan = planOf([], {
      prior_state: { values: { root_module: { resources: [kept] } } },
      configuration: {
        root_module: {},
        provider_config: { aws: { expressions: { region: { constant_value: 'ap-northeast-2' } } } },
      } as object,
    });
    expect(linesOf(plan)).toEqual([
      'Destroys and replaces nothing.',
      'Opens and closes no connection.',
      'Costs +0.00 USD a month: from at least 3.65 to at least 3.65.',
      '',
      'Of the plan:',
      '  The plan changes nothing.',
    ]);
  });
});

describe('A review in Markdown', () => {
  test('keeps names of the plan in code', () => {
    const text = markdownOf(review(planOf([change('aws_a.b["`@all`"]', ['delete'], {}, null)])));
    expect(text.split('\n')).toEqual([
      '- Destroys 1 resource, replaces 0: `` aws_a.b["`@all`"] ``.',
      '- Opens and closes no connection.',
      `- ${NO_COST} Not in it: 1 unknown charge before, 0 afterwards, so the difference may be another.`,
      '',
      '<details><summary>What changes</summary>',
      '',
      '```text',
      'Destroyed:',
      '  aws_a.b["`@all`"]',
      '```',
      '',
      '</details>',
      '',
    ]);
  });

  test('leaves out the end of what is too long for a comment', () => {
    const many = Array.from({ length: 2000 }, (_, index) =>
      change(`aws_ssm_parameter.with_a_long_name_${index}`, ['create'], null, {}),
    );
    const text = markdownOf(review(planOf(many)));
    expect(text.length).toBeLessThan(25_000);
    expect(text).toMatch(
      /\n {2}aws_ssm_parameter\.with_a_long_name_\d+\n… \d+ lines are left out: devloop review prints them …\n```\n/,
    );
  });
});
