import {
  DefaultTokenResolver,
  StringConcat,
  TerraformElement,
  TerraformOutput,
  TerraformStack,
  Tokenization,
} from 'cdktf';
import { deepMerge } from 'cdktf/lib/util';
import type { IConstruct } from 'constructs';

/** Protected in CDKTF's types. */
interface Overridden {
  readonly rawOverrides: Readonly<Record<string, unknown>>;
}

const RESOLVER = new DefaultTokenResolver(new StringConcat());

/** Elements of a stack, without those of stacks in it. */
function elementsOf(construct: IConstruct): TerraformElement[] {
  const children = construct.node.children
    .filter((child) => !TerraformStack.isStack(child))
    .flatMap(elementsOf);
  return TerraformElement.isTerraformElement(construct) ? [construct, ...children] : children;
}

/** Index of the logical ids of outputs by path, which `cdktf output` reads. */
function outputIndex(outputs: readonly TerraformOutput[]): object {
  const branches = outputs.map(({ node, friendlyUniqueId }) =>
    node.path.split('/').reduceRight<object | string>((inner, id) => ({ [id]: inner }), friendlyUniqueId),
  );
  return deepMerge({}, ...branches) as object;
}

/**
 * Resolves a stack to its Terraform JSON as `TerraformStack.toTerraform` does, in one pass instead of three: CDKTF resolves each
 * element to find references to other stacks, once more for its JSON, and then the JSON of the stack.
 *
 * References to other stacks add elements to both stacks. The JSON has these if the stacks are resolved again.
 */
export function resolveStack(stack: TerraformStack): object {
  const resolve = (value: unknown): object =>
    Tokenization.resolve(value, { scope: stack, resolver: RESOLVER, preparing: true }) as object;
  const { rawOverrides } = stack as unknown as Overridden;
  const elements = elementsOf(stack);
  const overridden = Object.keys(rawOverrides);
  const metadata = {
    version: stack.node.tryGetContext('cdktfVersion') as string,
    stackName: stack.node.id,
    ...(overridden.length > 0 && { overrides: { stack: overridden } }),
  };
  deepMerge(metadata, ...elements.map((element) => resolve(element.toMetadata())));
  const outputs = outputIndex(elements.filter((element) => TerraformOutput.isTerraformOutput(element)));
  const json: object = { '//': { metadata, outputs } };
  for (const element of elements) deepMerge(json, resolve(element.toTerraform()));
  return deepMerge(json, resolve(rawOverrides)) as object;
}
