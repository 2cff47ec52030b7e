/** A secret that no review may tell. */
export const SECRET = 'correct-horse-battery-staple';

type Block = Readonly<Record<string, unknown>>;
type Configuration = Readonly<Record<string, Block>>;

/** A plan of resources that are built into Terraform, so that it needs neither a provider nor a cloud. */
export interface BuiltinSeed {
  readonly name: string;
  /** Configuration that is applied before. @default {@link BASE} */
  readonly before?: Configuration;
  /** Configuration that is planned. @default {@link BASE} */
  readonly after?: Configuration;
  /** Options of `terraform plan`. @default none */
  readonly options?: readonly string[];
  readonly taints?: string;
}

const data = (resources: Readonly<Record<string, Block>>, more: Configuration = {}): Configuration => ({
  resource: { terraform_data: resources },
  ...more,
});

const BASE = data({ one: { input: 'a' }, two: { input: 'b' } });
const secret = { secret: { type: 'string', sensitive: true, default: SECRET } };

export const BUILTIN_SEEDS: readonly (BuiltinSeed & {
  readonly before: Configuration;
  readonly after: Configuration;
})[] = (
  [
    { name: 'creates', before: {} },
    { name: 'changes nothing' },
    { name: 'updates', after: data({ one: { input: 'A' }, two: { input: 'b' } }) },
    { name: 'replaces', after: data({ one: { input: 'a', triggers_replace: '1' }, two: { input: 'b' } }) },
    {
      name: 'creates before it destroys',
      after: data({
        one: { input: 'a', triggers_replace: '1', lifecycle: { create_before_destroy: true } },
        two: { input: 'b' },
      }),
    },
    {
      name: 'replaces by triggers',
      after: data({
        one: { input: 'A' },
        two: { input: 'b', lifecycle: { replace_triggered_by: ['terraform_data.one'] } },
      }),
    },
    { name: 'replaces on request', options: ['-replace=terraform_data.two'] },
    { name: 'replaces what is tainted', taints: 'terraform_data.one' },
    { name: 'destroys one', after: data({ one: { input: 'a' } }) },
    { name: 'destroys all', options: ['-destroy'] },
    {
      name: 'takes away instances',
      before: data({
        one: { input: 'a', count: 3 },
        two: { for_each: { x: 1, y: 2 }, input: '${each.value}' },
      }),
      after: data({ one: { input: 'a', count: 2 }, two: { for_each: { x: 1 }, input: '${each.value}' } }),
    },
    {
      name: 'moves',
      after: data(
        { three: { input: 'a' }, two: { input: 'b' } },
        { moved: { from: 'terraform_data.one', to: 'terraform_data.three' } },
      ),
    },
    {
      name: 'moves and updates',
      after: data(
        { three: { input: 'A' }, two: { input: 'b' } },
        { moved: { from: 'terraform_data.one', to: 'terraform_data.three' } },
      ),
    },
    {
      name: 'forgets',
      after: data(
        { two: { input: 'b' } },
        { removed: { from: 'terraform_data.one', lifecycle: { destroy: false } } },
      ),
    },
    {
      name: 'imports',
      after: data(
        { one: { input: 'a' }, two: { input: 'b' }, three: {} },
        { import: { to: 'terraform_data.three', id: 'by-hand' } },
      ),
    },
    {
      name: 'targets one',
      after: data({ one: { input: 'A' }, two: { input: 'B' } }),
      options: ['-target=terraform_data.one'],
    },
    { name: 'refreshes only', after: data({ one: { input: 'A' } }), options: ['-refresh-only'] },
    {
      name: 'fails at a condition',
      after: data({
        one: { input: 'A' },
        two: {
          input: '${terraform_data.one.id}',
          lifecycle: {
            precondition: { condition: '${terraform_data.one.input == "Z"}', error_message: 'One is not Z.' },
          },
        },
      }),
    },
    {
      name: 'has a check that does not pass',
      after: {
        ...BASE,
        check: {
          numbers: {
            assert: { condition: '${terraform_data.one.input == "Z"}', error_message: 'One is not Z.' },
          },
        },
      },
    },
    {
      name: 'changes secrets',
      before: data(
        { one: { input: '${var.secret}' }, two: { input: { open: 'a', hidden: '${var.secret}' } } },
        {
          variable: secret,
          output: { secret: { value: '${var.secret}', sensitive: true }, plain: { value: 'a' } },
        },
      ),
      after: data(
        {
          one: { input: '${upper(var.secret)}' },
          two: { input: { open: 'b', hidden: '${nonsensitive(upper(var.secret)) == "" ? "" : "x"}' } },
        },
        {
          variable: secret,
          output: {
            secret: { value: '${upper(var.secret)}', sensitive: true },
            plain: { value: 'b' },
            later: { value: '${terraform_data.one.output}', sensitive: true },
          },
        },
      ),
    },
  ] satisfies BuiltinSeed[]
).map((seed: BuiltinSeed) => ({ ...seed, before: seed.before ?? BASE, after: seed.after ?? BASE }));
