import { FLIPS } from './mutations-flips';
import { MUTATIONS } from './mutations';
import { flips } from './support/environment';

describe('a change of the synthesized JSON flips exactly the answers that it should', () => {
  it.each(MUTATIONS.map((mutation) => [`${mutation.environment}: ${mutation.name}`, mutation] as const))(
    '%s',
    (name, { environment, change }) => {
      expect(flips(environment, change)).toEqual(FLIPS[name]);
    },
  );

  it('is told for every change and no other', () => {
    const names = MUTATIONS.map(({ environment, name }) => `${environment}: ${name}`);
    expect(Object.keys(FLIPS).sort()).toEqual(names.sort());
  });
});
