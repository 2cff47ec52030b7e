import type { Command } from '../define-command';
import { automation } from './automation';
import { bench } from './bench';
import { bootstrap } from './bootstrap';
import { cloud } from './cloud';
import { completionOf } from './completion';
import { cost } from './cost';
import { deployImage } from './deploy-image';
import { drift } from './drift';
import { images } from './images';
import { local } from './local';
import { moveState } from './move-state';
import { planComment } from './plan-comment';
import { portability } from './portability';
import { preflight } from './preflight';
import { prerequisites } from './prerequisites';
import { reach } from './reach';
import { rescueState } from './rescue-state';
import { restoreDrill } from './restore-drill';
import { restoreState } from './restore-state';
import { review } from './review';
import { rollout } from './rollout';
import { secrets } from './secrets';
import { unlock } from './unlock';
import { view } from './view';

/** All commands, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  local,
  bench,
  preflight,
  bootstrap,
  drift,
  cloud,
  rollout,
  deployImage,
  secrets,
  moveState,
  unlock,
  restoreState,
  restoreDrill,
  reach,
  view,
  cost,
  review,
  prerequisites,
  images,
  portability,
  completionOf(() => COMMANDS),
  automation,
  planComment,
  rescueState,
];
