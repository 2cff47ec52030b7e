import { loadEnvironment } from '../../config';
import { cloudCommand } from '../cloud-command';

/** `npm run cloud`: the API-driven run, for automation. */
cloudCommand((name) => loadEnvironment(name));
