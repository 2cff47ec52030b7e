import { BASE, group, instance, terraform, type Body, type Resources } from './network';

/** Web and app with these groups' rules and no others. */
export const ruled = (...rules: readonly Resources[]) =>
  terraform(
    BASE,
    group('web'),
    group('app'),
    instance('web', 'public'),
    instance('app', 'private'),
    ...rules,
  );

export const block = (port: number, more: Body) => ({
  protocol: 'tcp',
  from_port: port,
  to_port: port,
  ...more,
});
