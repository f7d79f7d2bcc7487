import type { Acceptance, AuditChain } from '../ports/audit-chain';
import type { AcceptedEvent, EventLedger } from '../ports/ledger';

interface Waiting {
  readonly event: AcceptedEvent;
  readonly resolve: (answer: Acceptance) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Accepts together what is given before the next turn of the event loop: the records of a batch, which are handled side
 * by side. One transaction for each tenant. One that fails fails for its events alone.
 */
export function gatherEvents(chain: AuditChain): EventLedger {
  let waiting: Waiting[] = [];
  const flush = () => {
    const gathered = waiting;
    waiting = [];
    for (const tenant of new Set(gathered.map(({ event }) => event.tenant))) {
      void appendAll(
        gathered.filter(({ event }) => event.tenant === tenant),
        chain,
      );
    }
  };
  return {
    accept: (event) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({ event, resolve, reject });
      }),
  };
}

async function appendAll(waiting: readonly Waiting[], chain: AuditChain): Promise<void> {
  try {
    const answers = await chain.append(waiting.map(({ event }) => event));
    for (const [index, { resolve }] of waiting.entries()) resolve(answers[index] as Acceptance);
  } catch (error) {
    for (const { reject } of waiting) reject(error);
  }
}
