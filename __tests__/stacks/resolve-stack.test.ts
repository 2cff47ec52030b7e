import { Instance } from '@cdktf/provider-aws/lib/instance';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Fn, LocalBackend, TerraformOutput, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { loadStateBucket } from '../../src/config';
import { resolveStack } from '../../src/stacks/resolve-stack';
import { StateStack } from '../../src/stacks/state-stack';
import { dev, prod } from '../support/fixtures/configured';
import { cdktfJson, writtenJson } from '../support/fixtures/cdktf-json';
import { everything, everythingElse } from '../support/fixtures/environments';
import { platformStack } from '../support/fixtures/synth';

function prepared(stack: TerraformStack): TerraformStack {
  TerraformStack.prototype.prepareStack.call(stack);
  return stack;
}

/** A stack with the features of CDKTF that are resolved in their own way. */
function features(): TerraformStack {
  const stack = new TerraformStack(Testing.app(), 'features');
  new LocalBackend(stack, { path: 'terraform.tfstate' });
  const owner = new TerraformVariable(stack, 'owner', { type: 'string' });
  const part = new Construct(stack, 'part');
  const vpc = new Vpc(part, 'vpc', {
    cidrBlock: '10.0.0.0/16',
    tags: { Owner: owner.stringValue, Text: 'a $${literal}' },
  });
  vpc.addOverride('lifecycle.ignore_changes', ['tags', Fn.upper('a')]);
  new Instance(part, 'old', { ami: 'ami-1', instanceType: 't3.micro' }).moveTo('moved');
  new Instance(part, 'new', { ami: 'ami-1', instanceType: 't3.micro' }).addMoveTarget('moved');
  new Vpc(part, 'imported', { cidrBlock: '10.1.0.0/16' }).importFrom('vpc-1');
  new TerraformOutput(part, 'id', { value: Fn.join('-', [vpc.id, owner.stringValue]) });
  stack.addOverride('terraform.required_version', '>= 1.11.0');
  stack.addOverride('resource.aws_vpc.part_vpc_1.tags.Late', Fn.lower(owner.stringValue));
  return stack;
}

describe('resolveStack', () => {
  test.each<[string, () => TerraformStack]>([
    ['dev', () => platformStack(dev)],
    ['prod', () => platformStack(prod)],
    ['every option', () => platformStack(everything)],
    ['every other option', () => platformStack(everythingElse)],
    ['the state bucket', () => new StateStack(Testing.app(), loadStateBucket())],
    ['moved and imported resources, overrides and escapes', features],
  ])('returns the JSON of CDKTF for %s', (_, stack) => {
    expect(writtenJson(resolveStack(stack()))).toEqual(cdktfJson(prepared(stack())));
  });
});
