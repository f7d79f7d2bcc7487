import { isFinal } from '../domain/delivery/claim';
import { delivered, retry } from '../domain/delivery/outcome';
import { deliveryModel, type ModelOptions } from '../testing/delivery-model';

const MOMENTS = ['before', 'after'] as const;
/** Expires before a message comes back after a crash. */
const EXPIRES_SOON = { expirytime: '2026-11-23T09:30:30Z' };

/** Runs the model once per call that may crash, and lists the deliveries left open. */
async function walk(moment: (typeof MOMENTS)[number], options: ModelOptions) {
  const counting = deliveryModel(options);
  await counting.run();
  const calls = counting.injector.calls.map((label, index) => ({ label, call: index + 1 }));
  return Promise.all(
    calls.map(async ({ label, call }) => {
      const model = deliveryModel({ ...options, faults: [{ call, kind: 'crash', moment }] });
      await model.run();
      const deliveries = (await model.deliveries()).filter(({ state }) => !isFinal(state));
      return { at: `${moment} ${label}`, open: deliveries.map(({ target, state }) => `${target} ${state}`) };
    }),
  );
}

const SCRIPTS: Record<string, ModelOptions['script']> = {
  'one target': { ann: [retry('busy'), delivered()] },
  'two targets': { ann: [retry('busy'), delivered()], bob: [delivered()] },
};
const cases = Object.keys(SCRIPTS).flatMap((of) => MOMENTS.map((moment) => [of, moment] as const));

describe('a notification that has expired when it comes back after a crash', () => {
  it.each(cases)('of %s, leaves no claim behind, crash %s any call', async (of, moment) => {
    const script = SCRIPTS[of] ?? {};
    for (const { at, open } of await walk(moment, { script, overrides: EXPIRES_SOON })) {
      expect({ at, open }).toEqual({ at, open: [] });
    }
  });
});
