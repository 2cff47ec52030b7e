import { type Check, type Finding, ofEach, present } from './draft';

const oneTarget: Check = (draft) =>
  ofEach(draft, ({ autoScaling }, _, at): Finding[] => {
    if (!autoScaling) return [];
    const { targetCpu, targetQueueLength } = autoScaling;
    const path = [...at('autoScaling'), 'targetCpu'];
    if (targetCpu === undefined && targetQueueLength === undefined)
      return [{ path, message: 'is missing', accepted: '1 to 100, or targetQueueLength' }];
    return targetCpu === undefined || targetQueueLength === undefined
      ? []
      : [{ path, message: 'conflicts with targetQueueLength', accepted: 'one of the two' }];
  });

/** More servers shorten a queue where they receive from it. */
const consumersOfTheQueue: Check = (draft) =>
  ofEach(draft, ({ name, autoScaling }, _, at): Finding[] => {
    const followed = autoScaling?.targetQueueLength?.queue;
    if (followed === undefined || name === undefined) return [];
    const path = [...at('autoScaling'), 'targetQueueLength', 'queue'];
    const known = present(draft.queues).find(([, queue]) => queue.name === followed)?.[1];
    const names = present(draft.queues).flatMap(([, queue]) => queue.name ?? []);
    if (!known)
      return [
        {
          path,
          message: 'is the name of no queue',
          accepted: names.length > 0 ? names.join(', ') : 'one of queues, which has none',
        },
      ];
    return present(known.consumers).some(([, consumer]) => consumer === name)
      ? []
      : [
          {
            path,
            message: `is a queue of which ${name} is no consumer, so more servers do not shorten it`,
            accepted: `a queue with ${name} among its consumers`,
          },
        ];
  });

export const autoScalingChecks: readonly Check[] = [oneTarget, consumersOfTheQueue];
