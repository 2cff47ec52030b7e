import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { type App, Aspects, TerraformOutput, TerraformStack, Testing } from 'cdktf';
import { BaseStack } from '../../src/stacks/base-stack';
import { verifyStacks } from '../../src/terraform/verify';
import { cdktfJson, writtenJson } from '../support/fixtures/cdktf-json';

class NetworkStack extends BaseStack {
  public readonly vpc: Vpc;

  constructor(app: App, id: string) {
    super(app, id, {
      region: 'ap-northeast-2',
      tags: {},
      state: { type: 's3', bucket: 'a-bucket', region: 'ap-northeast-2', key: id },
    });
    this.vpc = new Vpc(this, 'vpc', { cidrBlock: '10.0.0.0/16' });
  }
}

/** Two stacks, of which the second has an output with an attribute of the first. */
function twoStacks(ids: readonly string[]): { app: App; source: NetworkStack; reader: NetworkStack } {
  const app = Testing.app();
  const stacks = new Map(ids.map((id) => [id, new NetworkStack(app, id)]));
  const [source, reader] = ['source', 'reader'].map((id) => stacks.get(id) as NetworkStack) as [NetworkStack, NetworkStack];
  new TerraformOutput(reader, 'copy', { value: source.vpc.id });
  return { app, source, reader };
}

const jsonOf = (stack: TerraformStack) => writtenJson(stack.toTerraform() as object);

describe('verifyStacks', () => {
  test.each([[['source', 'reader']], [['reader', 'source']]])(
    'adds to both stacks what a reference between them needs, in the order %j',
    (ids) => {
      const { app, source, reader } = twoStacks(ids);
      verifyStacks(app);
      const [written, read] = [jsonOf(source), jsonOf(reader)];
      expect(written).toMatchObject({ output: { cross_stack_output_aws_vpc_vpc_id: { value: '${aws_vpc.vpc.id}' } } });
      expect(read).toMatchObject({ data: { terraform_remote_state: { cross_stack_reference_input_source: { backend: 's3' } } } });

      const expected = twoStacks(ids);
      expected.app.node.findAll().forEach((stack) => TerraformStack.isStack(stack) && stack.prepareStack());
      expect([written, read]).toEqual([cdktfJson(expected.source), cdktfJson(expected.reader)]);
    },
  );

  test('resolves stacks after their aspects, which run once', () => {
    const app = Testing.app();
    const stack = new NetworkStack(app, 'network');
    let visits = 0;
    Aspects.of(stack).add({
      visit: (construct) => {
        if (construct instanceof Vpc) construct.tags = { Visits: String((visits += 1)) };
      },
    });
    verifyStacks(app);
    app.synth();
    expect(visits).toBe(1);
    expect(jsonOf(stack)).toMatchObject({ resource: { aws_vpc: { vpc: { tags: { Visits: '1' } } } } });
  });
});
