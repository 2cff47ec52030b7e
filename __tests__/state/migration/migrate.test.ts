import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateBetween } from '../../../src/state/migration/migrate';
import type { MigrationLock } from '../../../src/state/backends';
import { FakeBackend, stateText } from '../../support/state/fake-backend';

const folder = mkdtempSync(join(tmpdir(), 'devloop-move-'));
afterAll(() => rmSync(folder, { recursive: true }));

const moved = (backend: string): MigrationLock => ({
  finished: true,
  direction: 'to',
  backend,
  activeProcess: undefined,
});
const moving = (direction: 'to' | 'from', backend: string, worker?: string): MigrationLock => ({
  finished: false,
  direction,
  backend,
  activeProcess: worker,
});

let told: string[];
beforeEach(() => (told = []));

const move = (source: FakeBackend, target: FakeBackend, interruptAt?: string): Promise<string> => {
  const controller = new AbortController();
  const report = (sentence: string): void => {
    told.push(sentence.split(' ')[0] ?? '');
    if (interruptAt !== undefined && sentence.startsWith(interruptAt))
      controller.abort(new Error('interrupted'));
  };
  return migrateBetween(source, target, 'dev', { folder, signal: controller.signal, onProgress: report });
};

test('migrateBetween copies the state and seals the source', async () => {
  const [source, target] = [new FakeBackend('old', stateText(7)), new FakeBackend('new')];
  expect(await move(source, target)).toBe(join(folder, 'dev-f4c71a2b-7.tfstate'));
  expect(told).toEqual(['Planning', 'Saved', 'Copying', 'Checking']);
  expect([source.text, source.lock]).toEqual([stateText(7), moved('new')]);
  expect([target.text, target.lock]).toEqual([stateText(7), undefined]);
});

test('migrateBetween migrates back to a sealed backend', async () => {
  const [source, target] = [new FakeBackend('old', stateText(7)), new FakeBackend('new')];
  await move(source, target);
  target.text = stateText(8, '2');
  await move(target, source);
  expect([source.text, source.lock]).toEqual([stateText(8, '2'), undefined]);
  expect(target.lock).toEqual(moved('old'));
});

test.each(['third', 'new'])(
  'migrateBetween rejects a sealed source with the %s backend as destination',
  async (name) => {
    const source = new FakeBackend('old', stateText(7), moved('new'));
    const target = new FakeBackend(name);
    await expect(move(source, target)).rejects.toThrow(
      'old is closed. The state was moved to new.\nChange the configuration to new.',
    );
    expect(told).toEqual([]);
    expect([source.lock, target.text]).toEqual([moved('new'), '']);
  },
);

describe('migrateBetween after a killed migration', () => {
  test.each([
    ['before the copy', undefined, ''],
    ['in the copy', moving('from', 'old'), ''],
    ['after the copy', undefined, stateText(7)],
  ])('finishes on the next run when killed %s', async (_, left, text) => {
    const source = new FakeBackend('old', stateText(7), moving('to', 'new'));
    const target = new FakeBackend('new', text, left);
    await move(source, target);
    expect([source.lock, target.lock, target.text]).toEqual([moved('new'), undefined, stateText(7)]);
  });

  test.each([
    ['to a third place', moving('to', 'new'), undefined, 'old', 'to new'],
    ['to where it came from', moving('from', 'new'), undefined, 'old', 'from new'],
    ['to a place that another move left', undefined, moving('to', 'another'), 'third', 'to another'],
    [
      'to a place that another began to copy to',
      undefined,
      moving('from', 'another'),
      'third',
      'from another',
    ],
  ])('rejects another migration, %s', async (_, from, to, path, way) => {
    const source = new FakeBackend('old', stateText(7), from);
    const target = new FakeBackend('third', '', to);
    await expect(move(source, target)).rejects.toThrow(
      `${path} is closed: its state was being moved ${way} when that move was interrupted\nRun the same move again, ${way}.`,
    );
    expect([source.lock, target.lock, target.text]).toEqual([from, to, '']);
  });

  test.each([
    [
      moving('to', 'new', 'move-state (process 4711)'),
      undefined,
      'old is in use: its state is being moved to new by move-state (process 4711)',
    ],
    [
      undefined,
      moving('from', 'old', 'me@elsewhere'),
      'new is in use: its state is being moved from old by me@elsewhere',
    ],
  ])('rejects a migration that is still running, case %$', async (from, to, sentence) => {
    const [source, target] = [new FakeBackend('old', stateText(7), from), new FakeBackend('new', '', to)];
    await expect(move(source, target)).rejects.toThrow(
      `${sentence}\nWait for it to finish. If the process is gone, run devloop unlock.`,
    );
    expect([source.lock, target.lock]).toEqual([from, to]);
  });

  const again = () =>
    [new FakeBackend('old', stateText(7), moving('to', 'new')), new FakeBackend('new')] as const;

  test('rejects unapplied changes and keeps the original backend active', async () => {
    const [source, target] = again();
    source.plan = 'Plan: 1 to add';
    await expect(move(source, target)).rejects.toThrow(/^dev has unapplied changes/);
    expect([source.lock, target.text]).toEqual([undefined, '']);
  });

  test('keeps the original backend active when the check in the destination fails', async () => {
    const [source, target] = again();
    target.plan = 'Plan: 1 to destroy';
    await expect(move(source, target)).rejects.toThrow(/^new does not contain the migrated state/);
    expect(source.lock).toBeUndefined();
  });

  test.each(['Planning', 'Saved', 'Copying', 'Checking'])(
    'keeps the original backend active when interrupted at %s',
    async (step) => {
      const [source, target] = again();
      source.terraform.difference = target.terraform.difference = async () => {
        if (told.includes(step)) throw new Error('interrupted');
        return '';
      };
      await expect(move(source, target, step)).rejects.toThrow('interrupted');
      expect(source.lock).toBeUndefined();
    },
  );
});

test.each([
  ['an apply that ended', stateText(8, '2'), '8'],
  ['an apply that changed no serial', stateText(7, '2'), '7'],
  ['somebody who took it away', '', 'none'],
])(
  'migrateBetween rejects a state that is changed during the migration by %s, and seals nothing',
  async (_, text, serial) => {
    const [source, target] = [new FakeBackend('old', stateText(7)), new FakeBackend('new')];
    source.meanwhile = () => (source.text = text);
    await expect(move(source, target)).rejects.toThrow(
      `old was changed during the migration (serial ${serial} against 7)\nWait for the other run to finish, then move the state again.`,
    );
    expect([source.lock, source.text]).toEqual([undefined, text]);
  },
);

test('migrateBetween seals the destination again after a failed migration back', async () => {
  const source = new FakeBackend('new', stateText(8, '2'));
  const target = new FakeBackend('old', stateText(7), moved('in between'));
  target.plan = 'Plan: 1 to destroy';
  await expect(move(source, target)).rejects.toThrow(/^old does not contain the migrated state/);
  expect([source.lock, target.lock]).toEqual([undefined, moved('in between')]);
});

test('migrateBetween reopens the source and reports the error when the destination cannot be sealed again', async () => {
  const source = new FakeBackend('new', stateText(8, '2'));
  const target = new FakeBackend('old', stateText(7), moved('new'));
  target.plan = 'Plan: 1 to destroy';
  target.sealAfterMigration = () => Promise.reject(new Error('no network'));
  await expect(move(source, target)).rejects.toThrow(/^old does not contain the migrated state/);
  expect(told.at(-1)).toBe('Rollback');
  expect(source.lock).toBeUndefined();
});
