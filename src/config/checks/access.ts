import type { Check } from './draft';

/** Where a wrong `access` was refused, nothing is known of its mode. */
const bastionOfTheMode: Check = ({ access, bastion }) => {
  const mode = access?.mode;
  if (mode === undefined) return [];
  if (mode === 'bastion' && bastion === undefined)
    return [
      {
        path: ['bastion'],
        message: 'is missing, through which administrators reach servers',
        accepted: 'an object with a zone, or access.mode "session-manager" or "instance-connect-endpoint"',
      },
    ];
  return mode !== 'bastion' && bastion !== undefined
    ? [
        {
          path: ['bastion'],
          message: `is used by nobody: access.mode is "${mode}"`,
          accepted: 'no bastion, or access.mode "bastion"',
        },
      ]
    : [];
};

export const accessChecks: readonly Check[] = [bastionOfTheMode];
