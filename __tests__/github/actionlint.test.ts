import { execa } from 'execa';
import { PROJECT_DIR } from '../../src/system/paths';
import { describeWithTools, TOOLS_PATH, tool } from '../support/processes/tools';

describeWithTools(['actionlint', 'shellcheck'], 'Workflows', () => {
  jest.setTimeout(60_000);

  test('pass actionlint, which passes their scripts to shellcheck', async () => {
    const { exitCode, all } = await execa(tool('actionlint'), ['-color=false'], {
      cwd: PROJECT_DIR,
      env: { PATH: TOOLS_PATH },
      all: true,
      reject: false,
    });
    expect({ exitCode, all }).toEqual({ exitCode: 0, all: '' });
  });
});
