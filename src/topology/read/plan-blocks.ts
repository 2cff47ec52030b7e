import { LINKS } from '../link-types';
import {
  Candidates,
  OutsideId,
  Unknown,
  isFields,
  isList,
  references,
  type Fields,
  type Value,
} from '../value';
import { field } from './plan-values';
import { entries, isObject, items, type Json } from './json';

/** Whether a part of a value is not known. */
export const isOpen = (unknown: Json | undefined): boolean =>
  unknown === true ||
  (Array.isArray(unknown) && unknown.some((item) => isOpen(item as Json))) ||
  (isObject(unknown) && Object.values(unknown).some(isOpen));

/** Blocks that a provider never fills in by itself: where their number is not known, a dynamic block makes them. */
const STATED =
  /^(default_action|action|load_balancer|network_configuration|vpc_config|vpc_options|launch_template|mixed_instances_policy|network_interfaces|entry|listener|ip_address|broker_node_group_info|ec2_attributes|vpc_settings|endpoint_details)$/;

/** What nobody stated, unless blocks stand there that the configuration of a plan leaves out. */
export const unstated = (name: string): Value => (STATED.test(name) ? dynamic(name) : undefined);

/** A plan's configuration has no dynamic blocks: what comes of them may be anything that the plan creates. */
export const dynamic = (name: string): Unknown =>
  new Unknown(`a dynamic ${name} block, which a plan does not tell`, [], 'planned');

const CONSTANTS = 'constants beside what it mentions, which a plan does not tell';

/** What constants may stand beside the mentions of a rule's argument, by its name and that of its block. */
const BESIDE: readonly (readonly [name: RegExp, constants: Value])[] = [
  [/(^|\.)((ipv6_)?cidr_blocks|prefix_list_ids)$/, new Unknown(CONSTANTS)],
  [/^(in|e)gress\.security_groups$/, new Candidates([new OutsideId(CONSTANTS, [], 'outside'), undefined])],
];

/**
 * What an expression mentions, with the constants that may stand beside it where nothing of a list is known: a set with one
 * element that is not known is not known as a whole.
 * @param name the argument's, after that of its block: `ingress.cidr_blocks`
 */
export function besideConstants(name: string, unknown: Json | undefined, mentioned: Value): Value {
  if (unknown !== true || references(mentioned).length === 0) return mentioned;
  const constants = BESIDE.find(([pattern]) => pattern.test(name))?.[1];
  return constants === undefined ? mentioned : [mentioned, constants];
}

/** An expression that stands for all blocks of a name at once, with what it mentions. */
export const isWhole = (expression: Json | undefined): boolean =>
  isObject(expression) && ('references' in expression || 'constant_value' in expression);

/**
 * The expressions of each planned block, by what is constant in them, since blocks of a set come in another order.
 * @returns undefined where a dynamic block may have made any of them
 */
export function pairBlocks(
  expressions: readonly Json[],
  planned: readonly Json[],
): readonly Json[][] | undefined {
  if (planned.length > expressions.length) return undefined;
  if (expressions.length === 1) return planned.map(() => [...expressions]);
  return planned.map((block, i) => {
    const fitting = expressions.filter((one) => fits(one, block));
    if (fitting.length === 1) return fitting;
    const own = expressions[i];
    const alike = fitting.length > 0 ? fitting : expressions;
    return own !== undefined && alike.every((one) => JSON.stringify(one) === JSON.stringify(own))
      ? [own]
      : [...alike];
  });
}

const fits = (expression: Json, planned: Json): boolean =>
  entries(expression).every(([name, inner]) => {
    const constant = field(inner, 'constant_value');
    const known = field(planned, name);
    return (
      constant === undefined ||
      known === undefined ||
      String(constant) === String(known) ||
      isTemplate(constant)
    );
  });

const isTemplate = (json: Json): boolean => JSON.stringify(json).includes('${');

/** The one of several read blocks that says of every known argument what is planned; undefined where none or several do. */
export function matching(blocks: readonly Value[], planned: Json): Fields | undefined {
  const fitting = blocks.filter((block) => isFields(block) && agrees(block, planned));
  const [only] = fitting;
  return fitting.length === 1 && isFields(only) ? only : undefined;
}

const agrees = (block: Fields, planned: Json): boolean =>
  Object.entries(block).every(([name, value]) => {
    const known = field(planned, name);
    if (known === undefined || known === null || value === undefined || value === null) return true;
    if (isList(value))
      return !isList(known as Value) || value.length === items(known).length || items(known).length === 0;
    return typeof value === 'object' || String(value) === String(known);
  });

/**
 * Whether the configuration's one list of mentions tells an argument: it is not known in one block alone, and what is not known
 * in the others leads to things of another type, as a peering connection beside an internet gateway.
 */
export function isToldAlone(blocks: readonly Json[], name: string): boolean {
  const others = blocks.filter((block) => !isOpen(field(block, name)));
  const isTyped = (block: Json): boolean =>
    entries(block).every(([argument, gap]) => !isOpen(gap) || Object.hasOwn(LINKS, argument));
  return blocks.length - others.length === 1 && others.every(isTyped);
}
