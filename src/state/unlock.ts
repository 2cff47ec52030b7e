import type { Environment } from '../config';
import { PlatformError } from '../core/errors';
import { type CloudPlace, type LocalPlace, placeName, type S3Place, statePlace } from '../core/state-backend';
import { commandHolding, processHolding } from './lock/holder';
import { bringBackLostState } from './recovery/errored-state';
import { lockMark, markOf, type MoveMark, movedAway, MOVING } from '../core/migration-marker';
import { adoptOrphans } from './recovery/import';
import { giveBack, lockOn, lockSentence, type StateLock, WE } from './lock/s3-lock';
import type { StateTerraformOptions } from './state-terraform';
import { CloudWorkspace, holderSentence } from '../hcp/workspace';

export interface UnlockOptions extends StateTerraformOptions {
  readonly environment: Environment;
  /** Id of the lock that is to go. @default none: the lock is shown, and stays */
  readonly id: string | undefined;
  /** Folder of the environment's stack, where an apply leaves a state that it could not write. */
  readonly stack: string;
  /** Told each step. */
  readonly report: (sentence: string) => void;
}

/** A lock that somebody has. */
interface Held {
  /** What it is called: it is given back by this alone. */
  readonly id: string;
  /** Who holds it, since when. */
  readonly sentence: string;
  /** How the run that is seen at work is ended; undefined where none is seen: it may be dead. */
  readonly end: string | undefined;
  /** What a move left in it. */
  readonly mark: MoveMark | undefined;
}

/** What is known of the run that took the lock, beyond what the lock says. */
const whereabouts = ({ Who }: StateLock): string =>
  Who === WE && process.platform === 'linux'
    ? 'no process of this machine is seen at work on it'
    : `whether that run is still at work is for ${Who} to say`;

/** @throws PlatformError STATE_LOCKED unless the lock is the one that is to go, and its run may be dead */
function checkMayGo({ id, sentence, end, mark }: Held, name: string, options: UnlockOptions): void {
  const command = `npm run unlock -- --environment ${options.environment.name} --id ${id}`;
  const refuse = (message: string, accepted: string) =>
    new PlatformError({ code: 'STATE_LOCKED', path: name, message, accepted });
  // Without it everybody would go on in the old place.
  if (mark?.over) throw new PlatformError({ code: 'STATE_LOCKED', path: name, ...movedAway(mark.place) });
  if (end !== undefined) throw refuse(`is at work: ${sentence}`, `its end: wait, or ${end}`);
  if (options.id === undefined) throw refuse(`is locked: ${sentence}`, `where that run is dead, ${command}`);
  if (options.id !== id) throw refuse(`has another lock than ${options.id}: ${sentence}`, `--id ${id}`);
}

const INTERRUPT = 'interrupt it with Ctrl-C';
const nobody = (name: string): string => `Nobody holds the lock on ${name}`;
const gaveBack = (who: string, name: string): string => `Gave back the lock of ${who} on ${name}`;

async function unlockS3(place: S3Place, options: UnlockOptions): Promise<void> {
  const { env, report } = options;
  const name = placeName(place);
  const lock = await lockOn(place, env);
  if (lock === undefined) report(nobody(name));
  else {
    const holder = processHolding(lock, place, env);
    const sentence = `${lockSentence(lock)}${holder ? `, as ${holder}` : `; ${whereabouts(lock)}`}`;
    const held = { id: lock.ID, sentence, end: holder && INTERRUPT, mark: lockMark(lock) };
    checkMayGo(held, name, options);
    await giveBack(place, lock.ID, env);
    report(gaveBack(lock.Who, name));
  }
  await bringBackLostState({ ...options, place });
  await adoptOrphans({ ...options, place });
}

/** A workspace's lock has no id of its own: its holder's name is taken for one. */
async function unlockCloud(place: CloudPlace, options: UnlockOptions): Promise<void> {
  const { env, signal, report } = options;
  const name = placeName(place);
  const workspace = await CloudWorkspace.open(place, { env: { ...process.env, ...env }, signal });
  const holder = await workspace.holder();
  if (holder === undefined) return report(nobody(name));
  const { kind, who, reason } = holder;
  const mark = markOf(reason);
  const mover = commandHolding({ Who: mark?.who ?? '', Operation: MOVING, Info: reason });
  const end = kind === 'run' ? 'cancel or discard it' : mover && INTERRUPT;
  checkMayGo({ id: who, sentence: `held by ${holderSentence(holder)}`, end, mark }, name, options);
  await workspace.forceUnlock();
  report(gaveBack(who, name));
}

async function unlockLocal({ file }: LocalPlace, { report }: UnlockOptions): Promise<void> {
  report(`${file} is locked by the operating system, for as long as the process that works on it: end that`);
}

/**
 * Shows who holds the lock on an environment's state, and gives it back where its id is given and its run is not seen at work.
 * Then brings back what an apply could not write.
 *
 * @throws PlatformError STATE_LOCKED where the lock stays, with who holds it; STATE_LOST and ORPHANS for what cannot be brought
 * back; STATE_BUCKET, CLOUD_HOST, CLOUD_TOKEN, CLOUD_UNKNOWN
 */
export async function unlockState(options: UnlockOptions): Promise<void> {
  const place = statePlace(options.environment);
  switch (place.backend) {
    case 's3':
      return unlockS3(place, options);
    case 'cloud':
      return unlockCloud(place, options);
    case 'local':
      return unlockLocal(place, options);
  }
}
