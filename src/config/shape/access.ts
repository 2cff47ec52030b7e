import * as z from 'zod';
import { zone } from '../fields';

const MODES =
  '`bastion`, `session-manager` (no way in by network) or `instance-connect-endpoint`; see [Access](access.md)';

/** How administrators reach servers. The first option describes the mode of all. */
export const access = z
  .discriminatedUnion('mode', [
    z.strictObject({ mode: z.literal('bastion').describe(MODES) }),
    z.strictObject({ mode: z.literal('session-manager') }),
    z.strictObject({
      mode: z.literal('instance-connect-endpoint'),
      zone: zone.describe(
        '`instance-connect-endpoint`: zone of the endpoint, which serves the other zones too',
      ),
    }),
  ])
  .default({ mode: 'bastion' });
