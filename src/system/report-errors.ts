import { explainError } from './explain-error';

// Import this module first, so that errors in modules imported later are reported, e.g. in an environment's configuration.
process.on('uncaughtException', (error) => {
  console.error(explainError(error));
  process.exit(1);
});
