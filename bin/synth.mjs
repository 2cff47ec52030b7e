// Program of `cdktf synth`, with and without watch mode.
import { run } from './bundle.mjs';

try {
  await run('main.ts');
} catch (error) {
  // main.ts reports its own errors. Before it runs, print esbuild's message.
  if (process.listenerCount('uncaughtException') > 0) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
