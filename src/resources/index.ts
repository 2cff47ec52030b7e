import { database } from './database';
import { duties } from './instance-setup';
import type { Permissions } from '../iam/grants';
import { loadBalancer } from './load-balancer';
import { network } from './network';
import { scaling } from './auto-scaling';
import { servers } from './servers';
import { volumes } from './data-volumes';

/**
 * What Terraform needs for each resource type that a platform is made of, by part; each part's changes are a policy of their
 * own, since AWS holds one to 6,144 characters. A new resource type is a new entry, a new part a new file.
 */
export const PLATFORM_PERMISSIONS: Readonly<Record<string, Permissions>> = {
  network,
  servers,
  duties,
  volumes,
  scaling,
  'load-balancer': loadBalancer,
  database,
};
