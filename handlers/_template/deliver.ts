import { delivered } from '../../shared/domain/outcome';
import type { Logger } from '../../shared/ports/logger';
import type { InlineChannel } from '../../shared/runtime/deliver-inline';

/** Greets the tenant in the log. Replace `expand` with whom a notification goes to, `deliver` with the effect. */
export const templateChannel = (log: Logger): InlineChannel<{ key: string }> => ({
  expand: async ({ tenant }) => ({ kind: 'targets', targets: [{ key: tenant }] }),
  deliver: async ({ type }, { key }) => {
    log.info('hello', { tenant: key, type });
    return delivered();
  },
});
