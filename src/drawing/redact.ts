import type { Inventory } from '../topology';

/** Replaces what must not be shown in a text. */
export type Redact = (text: string) => string;

/** The same inventory without what must not be shown in names and facts. */
export const redacted = (inventory: Inventory, redact: Redact): Inventory => ({
  ...inventory,
  resources: inventory.resources.map(({ name, facts, ...rest }) => ({
    ...rest,
    ...(name !== undefined && { name: redact(name) }),
    facts: Object.fromEntries(Object.entries(facts).map(([fact, value]) => [fact, redact(value)])),
  })),
});
