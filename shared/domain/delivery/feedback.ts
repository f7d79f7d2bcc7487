/**
 * What SES says of a mail after it took it over, from weak to strong evidence. A mail can be delayed and then delivered,
 * delivered and then bounce (a mailbox that forwards), and be complained about after all of them; events of it may come
 * twice and in any order. So the strongest stays, whatever came when.
 *
 * - `sent`: SES took it over; the answer that said so may have been lost. It says something only of a delivery that is
 *   open, or was given up.
 * - `rejected`: SES took it and did not send it, for a virus in it or a template that it could not render.
 * - `bounced`: returned for good; a transient bounce is weaker than that the mail was delivered, for it may be an absence note
 *   that came as a bounce.
 */
export const FEEDBACK_STATES = ['sent', 'delayed', 'rejected', 'delivered', 'bounced', 'complained'] as const;
export type FeedbackState = (typeof FEEDBACK_STATES)[number];

/** What is known of a delivery from feedback; it stands above whatever an attempt came to. */
export interface Feedback {
  readonly state: FeedbackState;
  /** Of a bounce: it says nothing of the next mail, nor that this one was not delivered. */
  readonly transient?: true;
  /** RFC 3339, UTC: when it happened. */
  readonly at: string;
  /** At most 256 characters. */
  readonly reason: string;
}

export type Evidence = Pick<Feedback, 'state' | 'transient'>;

const TRANSIENT: Evidence = { state: 'bounced', transient: true };
/** From weak to strong. */
const RANKS: readonly Evidence[] = FEEDBACK_STATES.flatMap((state) =>
  state === 'delivered' ? [TRANSIENT, { state }] : [{ state }],
);

const isSame = (left: Evidence, right: Evidence): boolean =>
  left.state === right.state && left.transient === right.transient;

/** May it be recorded over what is known? Never over the same: the first to say it stays, and a repetition writes nothing. */
export const outranks = (evidence: Evidence, known: Evidence | undefined): boolean =>
  known === undefined || weakerThan(evidence).some((weaker) => isSame(weaker, known));

export const weakerThan = (evidence: Evidence): readonly Evidence[] =>
  RANKS.slice(
    0,
    RANKS.findIndex((rank) => isSame(rank, evidence)),
  );
