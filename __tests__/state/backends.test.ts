import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStateBackend } from '../../src/state/backends';
import { readSnapshot, type StateSnapshot } from '../../src/terraform/state-snapshot';
import { stateText } from '../support/state/fake-backend';

const file = 'terraform.dev.tfstate';
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'devloop-backend-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const backend = () => createStateBackend({ type: 'local', file }, {}, folder);
const path = (end = '') => join(folder, `${file}${end}`);
const state = (serial: number) => readSnapshot(stateText(serial), file) as StateSnapshot;

describe('Local state backend', () => {
  test('seals the file with its destination, keeps a copy, and reopens it', async () => {
    writeFileSync(path(), stateText(7));
    expect(await backend().migrationLock()).toBeUndefined();
    await backend().sealAfterMigration('s3://bucket/key');
    expect(await backend().migrationLock()).toEqual({
      finished: true,
      direction: 'to',
      backend: 's3://bucket/key',
    });
    expect(readFileSync(path('.moved'), 'utf8')).toBe(stateText(7));
    await backend().unlock();
    expect(existsSync(path())).toBe(false);
  });

  test('stores a new state and keeps a backup of the old one', async () => {
    writeFileSync(path(), stateText(7));
    await backend().store(state(8), 's3://bucket/key', false);
    expect(readFileSync(path(), 'utf8')).toBe(stateText(8));
    expect(readFileSync(path('.backup'), 'utf8')).toBe(stateText(7));
  });

  test('rejects migration and writes while Terraform locks the file', async () => {
    writeFileSync(path(), stateText(7));
    const info = join(folder, `.${file}.lock.info`);
    const lock = {
      Who: 'me@laptop',
      Operation: 'OperationTypeApply',
      Info: '',
      Created: '2026-01-31T09:30:00Z',
    };
    writeFileSync(info, JSON.stringify(lock));
    const sentence = `${file} is locked: me@laptop holds the lock, for apply, since 2026-01-31 09:30:00 UTC\nWait for it to finish. If the process is gone, delete ${info}`;
    await expect(backend().lockForMigration('s3://bucket/key')).rejects.toThrow(sentence);
    await expect(backend().sealAfterMigration('s3://bucket/key')).rejects.toThrow(sentence);
    await expect(backend().store(state(8), 's3://bucket/key', false)).rejects.toThrow(sentence);
    expect(readFileSync(path(), 'utf8')).toBe(stateText(7));
  });
});
