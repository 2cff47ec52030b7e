// What `cdktf synth` runs, once or in watch mode.
import { launch } from './launch.mjs';

await launch('main');
