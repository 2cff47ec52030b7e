import type { Scene } from './scene-types';

const listed = (texts: readonly string[]): string =>
  texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1) ?? ''}`;

/** A scene in sentences, for those who do not see it. */
export function describe({ vpcs, edges }: Scene): string {
  const networks = vpcs.map(
    ({ label, zones }) =>
      `${label}${zones.length > 0 ? `, in ${listed(zones.map((one) => one.label))}` : ''}.`,
  );
  const boxes = vpcs.flatMap(({ zones, bands, gateways }) => [
    ...gateways,
    ...bands.map(({ box }) => box),
    ...zones.flatMap(({ cells }) => cells.flatMap((cell) => cell?.boxes ?? [])),
  ]);
  const resources = boxes
    .flatMap(({ nodes }) => nodes)
    .map(({ label, lines }) => [label, ...lines].join(', '));
  const connections = [...new Set(edges.map(({ title }) => title))];
  return [
    ...networks,
    ...(resources.length > 0 ? [`Resources: ${resources.join('; ')}.`] : []),
    ...(connections.length > 0 ? [`Connections: ${connections.join('; ')}.`] : []),
  ].join(' ');
}
