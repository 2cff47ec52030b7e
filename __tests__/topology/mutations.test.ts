import { FLIPS } from './mutations-flips';
import { MUTATIONS } from './mutations';
import { flips } from './support/environment';

describe('Mutation of the synthesized JSON', () => {
  it.each(MUTATIONS.map((mutation) => [`${mutation.environment}: ${mutation.name}`, mutation] as const))(
    'flips exactly the expected answers: %s',
    (name, { environment, change }) => {
      expect(flips(environment, change)).toEqual(FLIPS[name]);
    },
  );

  it('has expected answers for every mutation and no other', () => {
    const names = MUTATIONS.map(({ environment, name }) => `${environment}: ${name}`);
    expect(Object.keys(FLIPS).sort()).toEqual(names.sort());
  });
});
