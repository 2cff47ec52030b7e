import '../core/require-scope';
import { AnnotationMetadataEntryType, type App, Aspects, TerraformElement, TerraformStack } from 'cdktf';
import { invokeAspects } from 'cdktf/lib/synthesize/synthesizer';
import type { IConstruct } from 'constructs';
import { ConfigurationError, type ErrorCode, type Issue } from '../core/errors';
import { argumentIssues } from '../stacks/argument-checks';
import { BaseStack } from '../stacks/base-stack';

const CODED = /^(.*) \[([A-Z_]+)\]$/s;

function issueOf({ node: { path } }: IConstruct, sentence: string): Issue {
  const [, message = sentence, code = 'STACK_INVALID'] = CODED.exec(sentence) ?? [];
  return { code: code as ErrorCode, path: path || 'app', message };
}

function annotated(construct: IConstruct): string[] {
  return construct.node.metadata
    .filter(({ type }) => type === AnnotationMetadataEntryType.ERROR)
    .map(({ data }) => String(data));
}

const issuesOf = (construct: IConstruct): Issue[] =>
  [...construct.node.validate(), ...annotated(construct)].map((sentence) => issueOf(construct, sentence));

/** Constructs of Terraform outside of stacks, which CDKTF leaves out without a word. */
const withoutStack = (app: App): Issue[] =>
  app.node
    .findAll()
    .filter(
      (construct) =>
        TerraformElement.isTerraformElement(construct) &&
        !construct.node.scopes.some((scope) => TerraformStack.isStack(scope)),
    )
    .map(({ node }) => ({
      code: 'STACK_MISSING',
      path: node.path,
      message: 'is in no stack, so it would not be deployed',
      accepted: 'a stack, or a construct in one, as its scope',
    }));

/** Invokes aspects once. CDKTF would invoke them again when it writes the stack. */
function invokeAspectsOnce(stack: TerraformStack): void {
  invokeAspects(stack);
  for (const construct of stack.node.findAll()) {
    const aspects = Aspects.of(construct);
    if (aspects.all.length > 0) Object.defineProperty(aspects, 'all', { value: [] });
  }
}

/** Resolves a stack, which adds to both stacks what references to other stacks need. */
function resolve(stack: TerraformStack): void {
  if (stack instanceof BaseStack) stack.resolve();
  else stack.prepareStack();
}

/** Resolves all stacks of an app, again if references between them added constructs. CDKTF would prepare each before it writes one. */
function resolveAll(app: App, stacks: readonly TerraformStack[]): void {
  const constructs = app.node.findAll().length;
  stacks.forEach(resolve);
  if (app.node.findAll().length > constructs) stacks.forEach(resolve);
  for (const stack of stacks) Object.defineProperty(stack, 'prepareStack', { value: () => undefined });
}

/**
 * Validates all stacks of an app, unless it skips validation, before any is written. CDKTF validates and writes one stack after the other.
 *
 * @throws ConfigurationError with the issues of all stacks
 */
export function verifyStacks(app: App): void {
  const stacks = app.node.findAll().filter((construct) => TerraformStack.isStack(construct));
  for (const stack of stacks) invokeAspectsOnce(stack);
  const invalid = app.skipValidation ? [] : stacks.flatMap(argumentIssues);
  // Not all of them can be resolved.
  if (invalid.length > 0) throw new ConfigurationError([...withoutStack(app), ...invalid]);
  resolveAll(app, stacks);
  const issues = app.skipValidation ? [] : [...withoutStack(app), ...app.node.findAll().flatMap(issuesOf)];
  if (issues.length > 0) throw new ConfigurationError(issues);
  Object.defineProperty(app, 'skipValidation', { value: true });
}
