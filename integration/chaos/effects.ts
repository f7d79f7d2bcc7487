import type { Attempt } from '../../shared/domain/delivery/claim';
import type { Post } from './chaos-receiver';
import type { Kill } from './worker-killer';

/** An effect outside: a post at a receiver or a mail in a mailbox. */
export interface Effect {
  readonly at: number;
  /** Description for the report. */
  readonly what: string;
  /** Port of the sender's end of the connection. */
  readonly port?: number;
  /** Message id of the mail. */
  readonly messageId?: string;
}

export const effectOfPost = ({ acceptedAt = 0, port }: Post): Effect => ({
  at: acceptedAt,
  port,
  what: `post accepted ${time(acceptedAt)}, over port ${port}`,
});

export const effectOfMail = (at: number, messageId: string): Effect => ({
  at,
  messageId,
  what: `mail ${messageId} ${time(at)}`,
});

/** Effect that an attempt in the ledger records: matched by message id, else by time. */
export function isRecorded({ at, messageId }: Effect, attempts: readonly Attempt[]): boolean {
  const done = attempts.filter(({ outcome }) => !['retry', 'deferred'].includes(outcome));
  if (messageId !== undefined) return done.some(({ reason }) => reason?.includes(messageId));
  return done.some((attempt) => {
    const began = Date.parse(attempt.at);
    return began <= at && at <= began + attempt.durationMs;
  });
}

/** Upper bound for recording an effect on a busy emulator; a worker that lived longer has recorded it. */
const MAX_UNRECORDED_MS = 5_000;
/** Grace period: a request of a dead worker may still complete, such as a mail in the emulator or a post in its socket. */
const MAX_AFTER_DEATH_MS = { mail: 5_000, post: 1_000 };

/** Death of the worker that caused this effect, before it could record it. */
export const deathAfter = ({ at, port }: Effect, kills: readonly Kill[], channel: string): Kill | undefined =>
  kills.find((kill) => {
    const msLater = kill.at - at;
    const knowsPort = port !== undefined && kill.ports.includes(port);
    const msBefore = port === undefined ? MAX_AFTER_DEATH_MS.mail : knowsPort ? MAX_AFTER_DEATH_MS.post : 0;
    const ofChannel = kill.functionName === 'unknown' || kill.functionName.endsWith(`-${channel}`);
    const heldConnection = port === undefined || kill.ports.length === 0 || knowsPort;
    return msLater <= MAX_UNRECORDED_MS && msLater >= -msBefore && ofChannel && heldConnection;
  });

export const time = (at: number): string => new Date(at).toISOString().slice(11, 23);
