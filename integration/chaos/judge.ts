import type { Delivery, DeliveryState } from '../../shared/domain/delivery/claim';
import { deathAfter, type Effect, isRecorded, time } from './effects';
import type { Kill } from './worker-killer';

/** One delivery that must exist at the end, with its record and effects. */
export interface Expected {
  readonly notificationId: string;
  readonly channel: string;
  readonly target: string;
  readonly delivery: Delivery | undefined;
  readonly effects: readonly Effect[];
}

export interface Verdict {
  /** Lost: missing, not in a final state, or recorded as delivered without an effect. */
  readonly lost: readonly string[];
  /** Parked in the ledger until an attempt is due: a circuit stays open for up to an hour. */
  readonly waiting: readonly string[];
  /** Duplicates that at-least-once delivery allows: a worker died before it could record the effect. */
  readonly repeated: readonly string[];
  /** Duplicates that no worker's death explains. */
  readonly unexplained: readonly string[];
  readonly states: Readonly<Record<string, number>>;
}

/** Final states; `sent` depends on the receiving mail server only. */
const ENDED: ReadonlySet<string> = new Set<DeliveryState | string>([
  'delivered',
  'sent',
  'delayed',
  'bounced',
  'complained',
  'suppressed',
  'rejected',
  'failed',
  'held',
]);
const DONE: ReadonlySet<string> = new Set(['delivered', 'sent', 'delayed']);

export const hasEnded = (delivery: Delivery | undefined): boolean =>
  delivery !== undefined && ENDED.has(delivery.state);

export function judge(expected: readonly Expected[], kills: readonly Kill[], now: string): Verdict {
  const states: Record<string, number> = {};
  for (const { channel, delivery } of expected) {
    const name = `${channel} ${delivery?.state ?? 'missing'}`;
    states[name] = (states[name] ?? 0) + 1;
  }
  const repetitions = expected.filter(({ effects }) => effects.length > 1).map((one) => explain(one, kills));
  return {
    lost: expected.filter((one) => !isWaiting(one, now)).flatMap(lostReason),
    waiting: expected
      .filter((one) => isWaiting(one, now))
      .map((one) => `${nameOf(one)}: until ${one.delivery?.notBefore}`),
    repeated: repetitions.filter(({ explained }) => explained).map(({ text }) => text),
    unexplained: repetitions.filter(({ explained }) => !explained).map(({ text }) => text),
    states,
  };
}

const nameOf = ({ notificationId, channel, target }: Expected): string =>
  [notificationId, channel, target].filter(Boolean).join(' ');

const isWaiting = ({ delivery: { state, notBefore = '' } = {} as Delivery }: Expected, now: string): boolean =>
  state === 'retrying' && notBefore > now;

function lostReason(one: Expected): string[] {
  const { delivery, effects } = one;
  if (delivery === undefined) return [`${nameOf(one)}: no record of it`];
  if (!hasEnded(delivery)) return [`${nameOf(one)}: still ${delivery.state}`];
  if (DONE.has(delivery.state) && effects.length === 0) return [`${nameOf(one)}: ${delivery.state}, and never seen`];
  return [];
}

/** n effects need n-1 deaths to explain them: at most one effect is the recorded one. */
function explain(one: Expected, kills: readonly Kill[]): { readonly explained: boolean; readonly text: string } {
  const attempts = one.delivery?.attempts ?? [];
  const lines = one.effects.map((effect) => {
    if (isRecorded(effect, attempts)) return { recorded: true, line: `${effect.what}: recorded` };
    const death = deathAfter(effect, kills, one.channel);
    const line = death
      ? `${effect.what}: not recorded; worker ${death.pid} of ${death.functionName} was killed ${time(death.at)}`
      : `${effect.what}: not recorded, and no worker that could have had it was killed`;
    return { recorded: false, died: death !== undefined, line };
  });
  const recorded = lines.filter((line) => line.recorded).length;
  const explained = recorded <= 1 && lines.every((line) => line.recorded || line.died);
  return { explained, text: [nameOf(one), ...lines.map(({ line }) => `    ${line}`)].join('\n') };
}
