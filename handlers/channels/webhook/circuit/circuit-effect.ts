import { type DeliveryOutcome, exchangeOf } from '../../../../shared/domain/delivery/outcome';

/** The effect of an attempt's outcome on its endpoint's circuit. */
export type CircuitEffect = 'success' | 'failure' | 'gone' | 'nothing';

/**
 * Every class but success counts as a failure, and 410 disables. A 429 with Retry-After counts neither way: the receiver
 * works, and limits its rate. A 503 with Retry-After is a failure: load balancers and maintenance pages send it for
 * receivers that are down, and an endpoint that is down for days must be disabled.
 */
export function circuitEffect(outcome: DeliveryOutcome): CircuitEffect {
  switch (exchangeOf(outcome)?.class) {
    case undefined:
      return 'nothing';
    case 'success':
      return 'success';
    case 'gone':
      return 'gone';
    case 'throttled':
      return saysWhen(outcome) ? 'nothing' : 'failure';
    default:
      return 'failure';
  }
}

const saysWhen = (outcome: DeliveryOutcome): boolean => outcome.kind === 'retry' && outcome.afterSeconds !== undefined;
