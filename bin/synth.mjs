// What `cdktf synth` runs: main.ts. For one synth and in watch mode alike.
import { run } from './bundle.mjs';

try {
  await run('main.ts');
} catch (error) {
  // main.ts tells what goes wrong in it; until it runs, it is esbuild that says what it cannot read.
  if (process.listenerCount('uncaughtException') > 0) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
