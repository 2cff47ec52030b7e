// Ends a program whose starter was killed. See src/system/guard.ts.
import { launch } from './launch.mjs';

await launch('src/system/guard');
