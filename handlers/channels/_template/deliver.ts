import { delivered } from '../../../shared/domain/delivery/outcome';
import { serializeJson } from '../../../shared/domain/kit/json/json';
import type { Logger } from '../../../shared/ports/logger';
import type { TargetChannel } from '../../../shared/runtime/target-channel';

/** Logs a greeting to the tenant. Replace `expand` with the targets of a notification, `deliver` with the effect. */
export const templateChannel = (log: Logger): TargetChannel => ({
  expand: async ({ tenant }) => ({ kind: 'targets', targets: [{ key: tenant }] }),
  body: serializeJson,
  deliver: async ({ type }, _body, target, { begin }) => {
    begin();
    log.info('hello', { tenant: target, type });
    return delivered();
  },
});
