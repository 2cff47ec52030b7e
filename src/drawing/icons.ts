import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The content of an icon, and its coordinates. */
export interface Icon {
  readonly viewBox: string;
  readonly content: string;
}

/** Gives an icon by its file in the `aws-icons` package, without `.svg`; undefined where there is none. */
export type Icons = (name: string) => Icon | undefined;

/** Id of an icon within a drawing. */
export const iconName = (name: string): string => `icon-${name.replace(/^.*\//, '')}`;

/** Nearly black, which a dark page would hide. */
const INK = /fill="#2[0-9a-f]2[0-9a-f]3[0-9a-f]"/gi;
/** An icon is shapes alone: nothing that could run, load or clash with an id of the page. */
const FOREIGN = /<(?:script|style|image|use|foreignObject|a)\b|\s(?:id|class|style|href|xlink:href|on\w+)=/i;

function folder(): string | undefined {
  try {
    return join(dirname(require.resolve('aws-icons/package.json')), 'icons');
  } catch {
    return undefined;
  }
}

function parsed(text: string): Icon | undefined {
  const [, viewBox, content = ''] = /^<svg[^>]*\sviewBox="([\d. ]+)"[^>]*>([^]*)<\/svg>\s*$/.exec(text) ?? [];
  const shapes = content.replace(/<title>[^<]*<\/title>/, '').replace(INK, 'fill="currentColor"');
  return viewBox === undefined || FOREIGN.test(shapes) ? undefined : { viewBox, content: shapes };
}

function readIcon(path: string): Icon | undefined {
  try {
    return parsed(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Icons of the installed `aws-icons` package; none where it is not installed. */
export function installedIcons(): Icons {
  const icons = folder();
  const known = new Map<string, Icon | undefined>();
  return (name) => {
    if (icons === undefined || name === '') return undefined;
    if (!known.has(name)) known.set(name, readIcon(join(icons, `${name}.svg`)));
    return known.get(name);
  };
}
