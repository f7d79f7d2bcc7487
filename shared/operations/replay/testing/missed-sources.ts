import webhook from '../../../../handlers/channels/webhook/channel';
import { memoryAudit } from '../../../memory/memory-audit';
import { memoryChannelQueue } from '../../../memory/memory-channel-queue';
import { memoryLedger } from '../../../memory/memory-ledger';
import { testDigest } from '../../../testing/sealed';
import { TestClock } from '../../../testing/test-clock';
import type { MissedSources } from '../look-for-missed';
import type { Missed } from '../missed-deliveries';
import { missedWorld } from './missed-world';

/** In-memory sources and queue for a replay of missed notifications. The clock stands at 23 November, 09:30. */
export function missedSources() {
  const [clock, queue] = [new TestClock(), memoryChannelQueue()];
  const audit = memoryAudit(testDigest);
  const ledger = memoryLedger(audit);
  const found: Missed[] = [];
  const sources: MissedSources = { records: audit, deliveries: ledger, queue, digest: testDigest, channel: webhook };
  const onFound = (missed: Missed) => void found.push(missed);
  return { audit, ledger, clock, found, sources, onFound, ...missedWorld({ audit, ledger, queue }) };
}
