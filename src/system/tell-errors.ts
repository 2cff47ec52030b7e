import { explainError } from './explain-error';

// Imported first by a program, for what fails while the rest of it loads, too: a file of an environment, for one.
process.on('uncaughtException', (error) => {
  console.error(explainError(error));
  process.exit(1);
});
