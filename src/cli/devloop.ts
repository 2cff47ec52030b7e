import { main } from './main';

/** Entry point of `bin/devloop.mjs`. */
void main(process.argv.slice(2));
