import type { Change, Json, Plan } from './plan';
import { isFields, masked } from './values';

/** Shortest sensitive text that is looked for within other texts: a shorter one is in words that tell nothing. */
const SHORTEST_PART = 8;

/** Texts that a plan marks as sensitive anywhere. Terraform tells them where a provider computes another value of them. */
export class Secrets {
  private readonly parts: readonly string[];

  constructor(private readonly texts: ReadonlySet<string>) {
    this.parts = [...texts]
      .filter(({ length }) => length >= SHORTEST_PART)
      .sort((a, b) => b.length - a.length);
  }

  /** Whether a text is sensitive, or holds a sensitive one. */
  public isIn(text: string): boolean {
    return this.texts.has(text) || this.parts.some((part) => text.includes(part));
  }

  /** Replaces the longer sensitive texts within a text. */
  public redact(text: string): string {
    return this.parts.reduce((shown, part) => shown.replaceAll(part, '(sensitive)'), text);
  }
}

function textsIn(value: Json): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isFields(value) ? Object.values(value).flatMap(textsIn) : [];
}

function markedIn(value: Json, mask: Json): string[] {
  const found: string[] = [];
  masked(value, mask, (one) => void found.push(...textsIn(one)));
  return found;
}

const ofChange = ({ before, after, before_sensitive: was, after_sensitive: is }: Change): string[] => [
  ...markedIn(before, was),
  ...markedIn(after, is),
];

function ofVariables({ variables = {}, configuration }: Plan): string[] {
  const declared = configuration?.root_module?.variables ?? {};
  return Object.entries(variables).flatMap(([name, { value }]) =>
    declared[name]?.sensitive === true ? textsIn(value) : [],
  );
}

/** Collects what a plan marks as sensitive: variables, attributes before and after, and outputs. */
export function secretsOf(plan: Plan): Secrets {
  const changes = [...(plan.resource_changes ?? []), ...(plan.resource_drift ?? [])].map(
    ({ change }) => change,
  );
  const outputs = Object.values(plan.output_changes ?? {});
  return new Secrets(new Set([...ofVariables(plan), ...[...changes, ...outputs].flatMap(ofChange)]));
}

/** What replaces in a text whatever a plan marks as sensitive. */
export function redactOf(plan: Plan): (text: string) => string {
  const secrets = secretsOf(plan);
  return (text) => secrets.redact(text);
}
