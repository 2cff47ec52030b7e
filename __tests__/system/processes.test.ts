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

describe('running a program', () => {
  test('gives its output and tells its lines', async () => {
    const lines: string[] = [];
    const result = await run(process.execPath, node("console.log('one\\ntwo'); console.error('three')"), {
      onLine: (line) => lines.push(line),
    });
    expect(result.status).toBe(0);
    expect(result.stdout).toBe('one\ntwo');
    expect(lines.sort()).toEqual(['one', 'three', 'two']);
  });

  test('a variable that is undefined is taken away', async () => {
    process.env['DEVLOOP_TEST'] = 'here';
    const print = node("console.log(process.env.DEVLOOP_TEST ?? 'gone')");
    expect((await run(process.execPath, print)).stdout).toBe('here');
    expect((await run(process.execPath, print, { env: { DEVLOOP_TEST: undefined } })).stdout).toBe('gone');
    delete process.env['DEVLOOP_TEST'];
  });

  test('a status that is accepted is a result, another a problem with what was said', async () => {
    const failing = node(
      "console.error('│ \\u001b[31mError: no such thing\\u001b[0m\\n│ \\n│ look elsewhere\\n╵'); process.exit(3)",
    );
    expect((await run(process.execPath, failing, { accept: [0, 3] })).status).toBe(3);
    await expect(run(process.execPath, failing)).rejects.toMatchObject({
      failure: { code: 'COMMAND_FAILED', detail: 'Error: no such thing\nlook elsewhere' },
    });
  });

  test('a label that stands before some of the lines breaks into no sentence', async () => {
    const labelled = node(
      "console.log('dev  Error: no such\\n     package\\ndev  for you, dev is\\ndeveloped'); process.exit(1)",
    );
    await expect(run(process.execPath, labelled, { label: 'dev' })).rejects.toMatchObject({
      failure: { detail: 'Error: no such\npackage\nfor you, dev is\ndeveloped' },
    });
  });

  test('a program that is not there is a problem', async () => {
    await expect(run('no-such-program', ['x'])).rejects.toThrow(/no-such-program x failed[^]*ENOENT/);
  });

  test('a signal ends it with all that it started, and its reason is what is thrown', async () => {
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

test('ending a tree kills what does not end by itself', async () => {
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
  expect([isAlive(outer), isAlive(inner)]).toEqual([false, false]);
});

test('what a program writes is for its user alone where that is asked for, and our own files stay as they are', async () => {
  const before = process.umask();
  const umaskOf = async (privateFiles: boolean) =>
    Number.parseInt((await run('sh', ['-c', 'umask'], { privateFiles })).stdout, 8);
  expect(await umaskOf(true)).toBe(0o077);
  expect(await umaskOf(false)).toBe(before);
  expect(process.umask()).toBe(before);
});
