import { main } from './main';

/** What `bin/devloop.mjs` runs. */
void main(process.argv.slice(2));
