import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_DIR } from '../../src/system/paths';
import { SESSION_SECONDS } from '../../src/iam/runner';
import { type Job, sharedSteps, stepOf, workflow, workflowTexts } from '../support/github/workflows';

const NAMES = ['apply', 'plan', 'test'];
const all = NAMES.map((name) => ({ ...workflow(name), name }));
const jobs = all.flatMap(({ name, jobs: ofIt, permissions }) =>
  Object.entries(ofIt).map(([id, job]) => ({
    id: `${name}.${id}`,
    job,
    permissions: job.permissions ?? permissions,
  })),
);
const steps = [...jobs.flatMap(({ job }) => job.steps ?? []), ...sharedSteps()];
const job = (name: string, id: string): Job => workflow(name).jobs[id] as Job;

const APPLY_FAILED = "failure() && steps.apply.outcome == 'failure'";
const SAME_REPOSITORY = 'github.event.pull_request.head.repo.full_name == github.repository';

test('Workflows consist of three files and three shared actions', () => {
  expect([...workflowTexts().keys()].sort()).toEqual([
    'actions/prepare/action.yml',
    'actions/synthesize/action.yml',
    'actions/synthesized/action.yml',
    'workflows/apply.yml',
    'workflows/plan.yml',
    'workflows/test.yml',
  ]);
});

test('Actions are pinned to a commit with a version comment, the same in every workflow', () => {
  const lines = [...workflowTexts().values()].flatMap((text) => text.match(/^.*uses: .*$/gm) ?? []);
  const foreign = lines.map((line) => line.replace(/^.*uses: /, '')).filter((used) => !used.startsWith('./'));
  expect(foreign.filter((used) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(used))).toEqual([]);
  expect(new Set(foreign).size).toBe(new Set(foreign.map((used) => used.split('@')[0])).size);
});

test('Workflows start on pushes to main, pull requests and manual dispatch', () => {
  expect(all.map(({ name, on }) => [name, on])).toEqual([
    ['apply', { push: { branches: ['main'] }, workflow_dispatch: null }],
    ['plan', { pull_request: { branches: ['main'] } }],
    ['test', { pull_request: null, workflow_call: null }],
  ]);
});

test('Jobs have only the repository permissions that they need', () => {
  const read = { contents: 'read' };
  expect(Object.fromEntries(jobs.map(({ id, permissions }) => [id, permissions]))).toEqual({
    'apply.test': read,
    'apply.synthesize': read,
    'apply.apply': { ...read, 'id-token': 'write' },
    'plan.environments': read,
    'plan.synthesize': read,
    'plan.plan': { ...read, 'id-token': 'write', 'pull-requests': 'write' },
    'test.opentofu': read,
    'test.test': read,
    'test.supply-chain': read,
    'test.versions': read,
  });
});

test('Pull requests from forks run tests without write permission, secrets or tokens', () => {
  const onPullRequests = all.filter(({ on }) => 'pull_request' in on);
  const open = onPullRequests.flatMap(({ jobs: ofIt, permissions }) =>
    Object.values(ofIt)
      .filter((one) => one.if?.includes(SAME_REPOSITORY) !== true)
      .map((one) => ({ ...one, permissions: one.permissions ?? permissions })),
  );
  expect(open.map(({ permissions }) => permissions)).toEqual(Array(4).fill({ contents: 'read' }));
  expect(JSON.stringify(open)).not.toMatch(/secrets\.|github\.token|GITHUB_TOKEN|vars\./);
  expect([...workflowTexts().values()].join('')).not.toMatch(/pull_request_target|workflow_run/);
});

test('Plan jobs require a pull request from the same repository', () => {
  expect(job('plan', 'environments').if).toBe(SAME_REPOSITORY);
  expect(job('plan', 'synthesize').if).toBe(`${SAME_REPOSITORY} && needs.environments.outputs.runs != '[]'`);
  // After a failed synth as well, to comment it.
  expect(job('plan', 'plan').if).toBe(
    `!cancelled() && ${SAME_REPOSITORY} && needs.environments.result == 'success' && needs.environments.outputs.runs != '[]'`,
  );
});

describe('Code of a pull request', () => {
  const BASE = '${{ github.event.pull_request.base.sha }}';
  const planJobs = Object.entries(workflow('plan').jobs);
  const refs = ({ steps: ofIt = [] }: Job) =>
    ofIt.filter(({ uses }) => uses?.startsWith('actions/checkout@')).map(({ with: input }) => input?.['ref']);
  const credentials = (one: Job) =>
    /secrets\.|github\.token|configure-aws-credentials|"id-token"|write/.test(JSON.stringify(one));

  test('runs in the one job of the plan that has no credentials', () => {
    const own = planJobs.filter(([, one]) => refs(one).some((ref) => ref !== BASE));
    expect(own.map(([id, one]) => [id, credentials(one)])).toEqual([['synthesize', false]]);
    expect(planJobs.filter(([, one]) => credentials(one)).map(([id]) => id)).toEqual(['plan']);
  });

  test('decides neither roles, regions nor tokens', () => {
    const matrix = { include: '${{ fromJSON(needs.environments.outputs.runs) }}' };
    expect(job('plan', 'plan').strategy?.matrix).toEqual(matrix);
    expect(refs(job('plan', 'environments'))).toEqual([BASE]);
    expect(Object.keys(job('plan', 'synthesize').outputs ?? {})).toEqual(['checksums']);
  });
});

describe('Synthesized JSON', () => {
  test.each(['plan', 'apply'])(
    'comes to the %s from a job without credentials, with its checksum',
    (name) => {
      const { permissions = workflow(name).permissions, outputs, steps: made } = job(name, 'synthesize');
      expect(permissions).toEqual({ contents: 'read' });
      expect(outputs?.['checksums']).toBe('${{ steps.synthesize.outputs.checksums }}');
      expect(made?.at(-1)).toMatchObject({ id: 'synthesize', uses: './.github/actions/synthesize' });
      expect(job(name, name).steps?.[2]).toEqual({
        uses: './.github/actions/synthesized',
        with: {
          environment: '${{ matrix.environment }}',
          checksums: '${{ needs.synthesize.outputs.checksums }}',
        },
      });
    },
  );

  test.each(['plan', 'apply'])('is the only one that the job of the %s uses', (name) => {
    const runs = (job(name, name).steps ?? []).map(({ run = '' }) => run).join('\n');
    expect(runs).not.toMatch(/npm run (--silent )?synth/);
    const commands = runs.match(/npm run --silent (preflight|cloud) -- .*/g) ?? [];
    expect(commands).toHaveLength(2);
    expect(commands.filter((command) => !command.includes('--synthesized cdktf.out'))).toEqual([]);
    expect(runs.match(/terraform init.*/g)).toEqual([
      'terraform init -input=false -no-color -lockfile=readonly',
    ]);
  });
});

test('Tests run as root with the variables and the PATH of the job, and with a home of their own', () => {
  expect(stepOf('test', 'test', 'Check')).toEqual({
    name: 'Check',
    run: 'sudo --preserve-env --set-home env "PATH=$PATH" .ci/run',
  });
});

test('Applies never overlap, and neither applies nor plans are cancelled', () => {
  expect(workflow('apply').concurrency).toEqual({ group: 'apply', 'cancel-in-progress': false });
  expect(workflow('plan').concurrency).toEqual({
    group: 'plan-${{ github.event.pull_request.number }}',
    'cancel-in-progress': false,
  });
  expect(job('apply', 'apply').strategy?.['max-parallel']).toBe(1);
});

test('Applies run only after the tests and only from main', () => {
  expect(job('apply', 'apply').needs).toEqual(['test', 'synthesize']);
  expect(job('apply', 'test').uses).toBe('./.github/workflows/test.yml');
  expect(job('apply', 'synthesize').if).toBe("github.ref == 'refs/heads/main'");
  expect(job('apply', 'apply').environment).toBe('${{ matrix.approval }}');
});

test('Plans and applies assume their own role; HCP Terraform receives a token and no role', () => {
  const roleIn = (name: string) =>
    job(name, name).steps?.filter(({ uses }) => uses?.startsWith('aws-actions/configure-aws-credentials@'));
  const roleOf = (name: string) => ({
    'role-to-assume': `arn:aws:iam::\${{ vars.AWS_ACCOUNT_ID }}:role/\${{ matrix.roles.${name} }}`,
    'aws-region': '${{ matrix.region }}',
  });
  const uses = expect.any(String) as string;
  expect(roleIn('plan')).toEqual([{ if: "matrix.runner == 'github'", uses, with: roleOf('plan') }]);
  expect(roleIn('apply')).toEqual([
    {
      if: "matrix.runner == 'github'",
      uses,
      with: { ...roleOf('apply'), 'role-duration-seconds': SESSION_SECONDS.apply },
    },
    { name: 'Assume the role again', if: APPLY_FAILED, uses, with: roleOf('apply') },
  ]);
  expect(stepOf('plan', 'plan', 'Plan in HCP Terraform')).toMatchObject({
    if: "matrix.runner == 'cloud'",
    env: { TOKEN_VARIABLE: '${{ matrix.token }}', TOKEN: '${{ secrets.TF_API_TOKEN }}' },
    run: expect.stringMatching(
      /^export "\$TOKEN_VARIABLE=\$TOKEN"\n#[^\n]*\nnpm run --silent cloud -- --environment "\$ENVIRONMENT" --synthesized cdktf\.out --plan-only \\\n {2}--save-plan "\$RUNNER_TEMP\/plan\.json" /,
    ) as string,
  });
  expect(stepOf('apply', 'apply', 'Apply in HCP Terraform')).toMatchObject({
    if: "matrix.runner == 'cloud'",
    env: { TOKEN_VARIABLE: '${{ matrix.token }}', TOKEN: '${{ secrets.TF_API_TOKEN }}' },
    run: 'export "$TOKEN_VARIABLE=$TOKEN"\nnpm run --silent cloud -- --environment "$ENVIRONMENT" --synthesized cdktf.out\n',
  });
});

test('Apply credentials last as long as the job, and a failed apply restores state with new ones', () => {
  expect(SESSION_SECONDS.apply).toBe(60 * Number(job('apply', 'apply')['timeout-minutes']));
  const named = job('apply', 'apply').steps?.filter(({ name }) => name !== undefined);
  expect(named?.map(({ name }) => name)).toEqual([
    'Preflight',
    'Apply here, with state in S3',
    'Assume the role again',
    'Bring back the state',
    'Follow the rollout',
    'Apply in HCP Terraform',
  ]);
  expect(named?.[1]?.id).toBe('apply');
  expect(named?.[3]).toMatchObject({ if: APPLY_FAILED, env: { OUTPUT: 'cdktf.out' } });
});

test('An apply is over when each server answers, and its job has the time for that', () => {
  expect(stepOf('apply', 'apply', 'Follow the rollout')).toMatchObject({
    if: "matrix.runner == 'github'",
    run: 'npm run --silent rollout -- --environment "$ENVIRONMENT" --synthesized cdktf.out --timeout 45',
  });
  expect(job('apply', 'apply')['timeout-minutes']).toBeGreaterThan(45);
});

test.each(['plan', 'apply'])('before Terraform uses the state bucket, the %s looks whose it is', (name) => {
  const runs = job(name, name).steps?.map(({ run = '' }) => run) ?? [];
  const first = (text: string): number => runs.findIndex((run) => run.includes(text));
  expect(first('terraform init')).toBeGreaterThan(first('npm run --silent preflight'));
  expect(stepOf(name, name, 'Preflight')).toMatchObject({
    if: "matrix.runner == 'github'",
    env: {
      TF_VAR_app_image: "${{ fromJSON(vars[matrix.inputs] || '{}').app_image }}",
      TF_VAR_images: "${{ toJSON(fromJSON(vars[matrix.inputs] || '{}').images) }}",
    },
  });
});

test('Plan failures are commented with their commit', () => {
  expect(stepOf('plan', 'plan', 'Comment')).toMatchObject({
    if: '${{ !cancelled() }}',
    env: { COMMIT: '${{ github.event.pull_request.head.sha }}' },
  });
});

describe('The review of a plan', () => {
  const { steps: all = [] } = job('plan', 'plan');
  const drawing = all.find(({ id }) => id === 'drawing');

  test('goes to the comment and to the summary of the job, and its drawing is an artifact', () => {
    expect(stepOf('plan', 'plan', 'Review')).toEqual({
      name: 'Review',
      run: [
        '# A token of HCP Terraform may plan, and yet not read the plan as JSON.',
        '[[ -e $RUNNER_TEMP/plan.json ]] || exit 0',
        'npm run --silent review -- --plan "$RUNNER_TEMP/plan.json" --markdown \\',
        '  --svg "$RUNNER_TEMP/$ENVIRONMENT.svg" >> "$GITHUB_STEP_SUMMARY"',
        '',
      ].join('\n'),
    });
    expect(drawing).toMatchObject({
      with: {
        name: 'drawing-${{ matrix.environment }}',
        path: '${{ runner.temp }}/${{ matrix.environment }}.svg',
      },
    });
    const comment = stepOf('plan', 'plan', 'Comment');
    expect(comment.env).toMatchObject({ DRAWING: '${{ steps.drawing.outputs.artifact-url }}' });
    expect(comment.run).toContain('--plan "$RUNNER_TEMP/plan.json" ${DRAWING:+--drawing "$DRAWING"} ');
  });

  test('is all that leaves the runner of a plan with its sensitive values', () => {
    const uploads = all.filter(({ uses = '' }) => uses.startsWith('actions/upload-artifact@'));
    expect(uploads).toEqual([drawing]);
    expect(stepOf('plan', 'plan', 'Plan here, with state in S3').run).toMatch(
      /terraform show -json plan\.bin > "\$RUNNER_TEMP\/plan\.json"\nrm plan\.bin\n$/,
    );
  });
});

test('Secrets are only in the environment of the steps that need them', () => {
  const withSecrets = steps.filter((step) => JSON.stringify(step).includes('secrets.'));
  expect(withSecrets.map(({ name }) => name).sort()).toEqual([
    'Apply in HCP Terraform',
    'Plan in HCP Terraform',
  ]);
  expect(
    withSecrets.filter(({ run = '', with: input = {} }) =>
      `${run}${JSON.stringify(input)}`.includes('secrets.'),
    ),
  ).toEqual([]);
});

test('Scripts contain no expression; values are passed as variables', () => {
  expect(steps.flatMap(({ run = '' }) => run.match(/\$\{\{.*?\}\}/g) ?? [])).toEqual([]);
});

test('Checkouts persist no token, scripts stop at the first failure, and jobs have a timeout', () => {
  const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
  expect(checkouts.filter(({ with: input }) => input?.['persist-credentials'] !== false)).toEqual([]);
  expect(all.map(({ defaults }) => defaults)).toEqual(NAMES.map(() => ({ run: { shell: 'bash' } })));
  expect(jobs.filter(({ job: one }) => !one.uses && one['timeout-minutes'] === undefined)).toEqual([]);
});

test('Workflows name only npm scripts and files that exist', () => {
  const { scripts, engines } = JSON.parse(readFileSync(join(PROJECT_DIR, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
    engines: { node: string };
  };
  const text = steps.map(({ run = '' }) => run).join('\n');
  const named = [...text.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, script]) => script ?? '');
  expect([...new Set(named)].sort()).toEqual([
    'automation',
    'cloud',
    'local',
    'plan-comment',
    'preflight',
    'rescue-state',
    'review',
    'rollout',
    'synth',
    'test:tofu',
    'test:unit',
  ]);
  expect(named.filter((script) => !(script in scripts))).toEqual([]);
  const local = [...steps, ...jobs.map(({ job: one }) => one)]
    .flatMap(({ uses }) => (uses?.startsWith('./') ? [uses] : []))
    .map((used) => (used.endsWith('.yml') ? used : join(used, 'action.yml')));
  expect([...local, '.ci/run'].filter((file) => !existsSync(join(PROJECT_DIR, file)))).toEqual([]);
  expect(engines.node).toBe('>=20.9');
});

describe('Versions', () => {
  const read = (file: string) => readFileSync(join(PROJECT_DIR, file), 'utf8');
  const line = read('.nvmrc').trim();

  test('match between the workflows and the project', () => {
    const versions = steps.flatMap(({ with: input = {} }) =>
      Object.entries(input).filter(([key]) => /version(-file)?$/.test(key)),
    );
    expect(versions.sort()).toEqual([
      ['node-version', '${{ inputs.node-version }}'],
      ['node-version', '${{ matrix.node }}'],
      ['node-version-file', '.nvmrc'],
      ['python-version', '3.12'],
      ['python-version', '3.12'],
      ['python-version', '3.12'],
      ['terraform_version', '1.11.4'],
    ]);
    expect(line).toBe('24');
  });

  test('of Node.js are tested on x64, arm64 and macOS, and the default version deploys', () => {
    const { strategy, steps: tried } = job('test', 'versions');
    expect(strategy).toEqual({
      'fail-fast': false,
      matrix: { os: ['ubuntu-24.04', 'ubuntu-24.04-arm', 'macos-15'], node: [20, 22, 24, 26] },
    });
    expect(tried?.flatMap(({ run, if: only }) => (run ? [[run, only]] : []))).toEqual([
      ['npm run synth', undefined],
      ['npm run test:unit', undefined],
      ['npm run local', `matrix.node == ${line}`],
    ]);
  });

  test('match between the devcontainer and the workflows', () => {
    const { image, features, postCreateCommand } = JSON.parse(read('.devcontainer/devcontainer.json'));
    expect(image).toMatch(new RegExp(`:${line}-`));
    expect(Object.values(features)).toMatchObject([{ version: '1.11.4' }, { version: '3.12' }]);
    expect(postCreateCommand).toBe('npm ci --ignore-scripts');
  });

  test('are installed without install scripts', () => {
    const text = [...workflowTexts().values(), read('.ci/run')].join('\n');
    expect(text.match(/npm ci.*/g)?.filter((command) => command !== 'npm ci --ignore-scripts')).toEqual([]);
  });
});
