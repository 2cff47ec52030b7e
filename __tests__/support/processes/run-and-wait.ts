import { run } from '../../../src/system/processes';

/** Runs a program for tests that kill its starter. Arguments: program and its arguments. */
const [file = '', ...args] = process.argv.slice(2);
void run(file, args, { onLine: (line) => console.log(line) });
