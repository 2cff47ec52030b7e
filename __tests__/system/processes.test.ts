import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../../src/system/processes';
import { descendants, endTree, isAlive } from '../../src/system/process-tree';

const node = (script: string) => ['-e', script] as const;
/** A process that starts another, which ignores what it is asked: only a kill ends it. */
const STUBBORN = `
  const script = "process.on('SIGINT', () => {}); setInterval(() => {}, 1000); console.log(process.pid)";
  require('node:child_process').spawn(process.execPath, ['-e', script], { stdio: 'inherit' });
  setInterval(() => {}, 1000);
`;

describe('run', () => {
  test('returns the output and passes each line to onLine', async () => {
    const lines: string[] = [];
    const result = await run(process.execPath, node("console.log('one\\ntwo'); console.error('three')"), {
      onLine: (line) => lines.push(line),
    });
    expect(result.status).toBe(0);
    expect(result.stdout).toBe('one\ntwo');
    expect(lines.sort()).toEqual(['one', 'three', 'two']);
  });

  test('removes an environment variable that is undefined', async () => {
    process.env['DEVLOOP_TEST'] = 'here';
    const print = node("console.log(process.env.DEVLOOP_TEST ?? 'gone')");
    expect((await run(process.execPath, print)).stdout).toBe('here');
    expect((await run(process.execPath, print, { env: { DEVLOOP_TEST: undefined } })).stdout).toBe('gone');
    delete process.env['DEVLOOP_TEST'];
  });

  test('returns an accepted exit status and rejects any other with the error output', async () => {
    const failing = node(
      "console.error('│ \\u001b[31mError: no such thing\\u001b[0m\\n│ \\n│ look elsewhere\\n╵'); process.exit(3)",
    );
    expect((await run(process.execPath, failing, { accept: [0, 3] })).status).toBe(3);
    await expect(run(process.execPath, failing)).rejects.toMatchObject({
      failure: { code: 'COMMAND_FAILED', detail: 'Error: no such thing\nlook elsewhere' },
    });
  });

  test('removes the label from lines of the error output', async () => {
    const labelled = node(
      "console.log('dev  Error: no such\\n     package\\ndev  for you, dev is\\ndeveloped'); process.exit(1)",
    );
    await expect(run(process.execPath, labelled, { label: 'dev' })).rejects.toMatchObject({
      failure: { detail: 'Error: no such\npackage\nfor you, dev is\ndeveloped' },
    });
  });

  test('rejects a missing program', async () => {
    await expect(run('no-such-program', ['x'])).rejects.toThrow(/no-such-program x failed[^]*ENOENT/);
  });

  test('ends the process tree on abort and throws the abort reason', async () => {
    const controller = new AbortController();
    let inner = 0;
    const onLine = (line: string) => {
      inner = Number(line);
      controller.abort(new Error('interrupted'));
    };
    const ended = run(
      process.execPath,
      node(
        "process.on('SIGINT', () => process.exit(0)); setInterval(() => {}, 1000); console.log(process.pid)",
      ),
      {
        signal: controller.signal,
        onLine,
      },
    );
    await expect(ended).rejects.toThrow('interrupted');
    expect(isAlive(inner)).toBe(false);
  });
});

test('endTree kills processes that do not exit', async () => {
  const lines: number[] = [];
  const ended = run(process.execPath, node(STUBBORN), {
    onLine: (line) => lines.push(Number(line)),
    accept: [],
  });
  for (let tries = 0; tries < 100 && lines.length === 0; tries += 1) await sleep(50);
  const [inner = 0] = lines;
  const outer = descendants(process.pid).find((pid) => descendants(pid).includes(inner)) ?? 0;
  const settled = ended.catch(() => undefined);
  await endTree(outer, { grace: 300 });
  await settled;
  // A killed process exists until its parent, or init, has read its status.
  for (let tries = 0; tries < 100 && (isAlive(outer) || isAlive(inner)); tries += 1) await sleep(50);
  expect([isAlive(outer), isAlive(inner)]).toEqual([false, false]);
});

test('run restricts file permissions with privateFiles and keeps its own umask', async () => {
  const before = process.umask();
  const umaskOf = async (privateFiles: boolean) =>
    Number.parseInt((await run('sh', ['-c', 'umask'], { privateFiles })).stdout, 8);
  expect(await umaskOf(true)).toBe(0o077);
  expect(await umaskOf(false)).toBe(before);
  expect(process.umask()).toBe(before);
});
