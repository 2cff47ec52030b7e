/** A command line of another program that works on this project. */
export interface OtherCommand {
  readonly run: string;
  readonly does: string;
  /** Words that people type as commands of `devloop`, by the habit of other tools, and mean it. */
  readonly typed: readonly string[];
}

/** By the title of the group of commands that they stand in. */
export const OTHER_COMMANDS: Readonly<Record<string, readonly OtherCommand[]>> = {
  'On AWS, with the credentials of the shell': [
    {
      run: 'npx cdktf diff NAME',
      does: 'Show what would change in an environment',
      typed: ['diff', 'plan', 'preview'],
    },
    {
      run: 'npx cdktf deploy NAME',
      does: 'Create or change an environment',
      typed: ['deploy', 'apply', 'init', 'up'],
    },
    {
      run: 'npx cdktf destroy NAME',
      does: 'Destroy an environment',
      typed: ['destroy', 'down', 'delete'],
    },
    {
      run: 'npx cdktf output NAME',
      does: 'Print the outputs of an environment',
      typed: ['output', 'outputs'],
    },
  ],
  'Without AWS': [
    {
      run: 'npm run synth',
      does: 'Write Terraform JSON to cdktf.out/stacks/NAME',
      typed: ['synth', 'synthesize', 'validate'],
    },
    { run: 'npm run get', does: 'Write bindings to .gen for what cdktf.json names', typed: ['get'] },
    { run: 'npm test', does: 'Run every test; npm run test:unit -- FILE runs one file', typed: ['test'] },
    { run: 'npm run lint', does: 'Check style, and which way dependencies point', typed: ['lint'] },
    { run: 'npm run build', does: 'Compile to dist', typed: ['build', 'compile'] },
  ],
};

/** The other program's command line that a word means; undefined if none is known. */
export const otherCommand = (word: string): string | undefined =>
  Object.values(OTHER_COMMANDS)
    .flat()
    .find(({ typed }) => typed.includes(word))?.run;
