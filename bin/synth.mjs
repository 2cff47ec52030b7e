// What `cdktf synth` runs: main.ts. For one synth and in watch mode alike.
import { run } from './bundle.mjs';

try {
  await run('main.ts');
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
