import { alarms } from './alarms';
import { backups } from './backups';
import type { Part } from './resource-type';
import { schedules } from './schedules';

/** Alarms, backups and schedules, which share a policy: a role has ten at most. */
export const operations = {
  resources: { ...alarms.resources, ...backups.resources, ...schedules.resources },
  dataSources: {},
  prices: [...alarms.prices, ...backups.prices],
} satisfies Part;
