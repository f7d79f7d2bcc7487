/**
 * Feedback of SES on a mail it has accepted, from weak to strong evidence. A mail can be delayed and then delivered,
 * delivered and then bounce (a mailbox that forwards), and get a complaint after any of these. Events may come twice
 * and in any order, so the strongest one wins, whenever it came.
 *
 * - `sent`: SES accepted it; its answer may have been lost. It only affects a delivery that is open, or was given up.
 * - `rejected`: SES accepted it and did not send it, because of a virus or a template that it could not render.
 * - `bounced`: returned permanently. A transient bounce is weaker than `delivered`, because it may be an absence note.
 */
export const FEEDBACK_STATES = ['sent', 'delayed', 'rejected', 'delivered', 'bounced', 'complained'] as const;
export type FeedbackState = (typeof FEEDBACK_STATES)[number];

/** Feedback on a delivery; it outranks the result of any attempt. */
export interface Feedback {
  readonly state: FeedbackState;
  /** A transient bounce: it implies nothing about the next mail, nor that this one was not delivered. */
  readonly transient?: true;
  /** RFC 3339, UTC: when it happened. */
  readonly at: string;
  /** At most 256 characters. */
  readonly reason: string;
}

export type Evidence = Pick<Feedback, 'state' | 'transient'>;

const TRANSIENT: Evidence = { state: 'bounced', transient: true };
/** Evidence in ascending order of strength. */
const RANKS: readonly Evidence[] = FEEDBACK_STATES.flatMap((state) =>
  state === 'delivered' ? [TRANSIENT, { state }] : [{ state }],
);

const isSame = (left: Evidence, right: Evidence): boolean =>
  left.state === right.state && left.transient === right.transient;

/**
 * Whether the evidence may replace the known one. Never the same kind: the first one stays, and a duplicate event
 * writes nothing.
 */
export const outranks = (evidence: Evidence, known: Evidence | undefined): boolean =>
  known === undefined || weakerThan(evidence).some((weaker) => isSame(weaker, known));

export const weakerThan = (evidence: Evidence): readonly Evidence[] =>
  RANKS.slice(
    0,
    RANKS.findIndex((rank) => isSame(rank, evidence)),
  );
