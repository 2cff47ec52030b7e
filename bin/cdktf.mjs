// The CDKTF CLI for `npm run synth` and `npm run get`.
import { launch } from './launch.mjs';

await launch('src/cli/cdktf');
