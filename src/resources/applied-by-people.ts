import { FREE, none, NOT_LISTED, OWN_ATTRIBUTES, type ResourceType } from './resource-type';

/** For types of the stacks `state`, `automation` and `account`, which people apply with their own permissions. */
export const APPLIED_BY_PEOPLE: ResourceType = {
  permissions: none('people apply it with permissions of their own'),
  import: none('unlock is for environments'),
  derived: OWN_ATTRIBUTES,
  unmanaged: NOT_LISTED,
  charges: FREE,
};
