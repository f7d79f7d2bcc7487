import { channels } from '../../../handlers';
import type { ChannelManifest } from '../../../shared/domain/manifest/channel';
import { type MemoryAudit, memoryAudit } from '../../../shared/memory/memory-audit';
import { type MemoryChannelQueue, memoryChannelQueue } from '../../../shared/memory/memory-channel-queue';
import { type Ledger, memoryLedger } from '../../../shared/memory/memory-ledger';
import { memoryListing } from '../../../shared/memory/memory-listing';
import { operatorPorts } from '../../../shared/operations/testing/operator-ports';
import type { Endpoint } from '../../../shared/ports/endpoints';
import { testDigest } from '../../../shared/testing/sealed';
import type { Desk } from '../endpoints/desk';
import { type TestTerminal, type TestTerminalOptions, testTerminal } from './test-terminal';

export interface TestDesk extends Desk {
  readonly terminal: TestTerminal;
  /** In-memory ports that replays read from and send to. */
  readonly audit: MemoryAudit;
  readonly ledger: Ledger;
  readonly queue: MemoryChannelQueue;
  /** The only JSON document that was printed. */
  printed(): Record<string, unknown>;
}

/** In-memory desk of a local stack: endpoints may be on loopback. */
export function testDesk(saved: readonly Endpoint[] = [], options: TestTerminalOptions = {}): TestDesk {
  const terminal = testTerminal(options);
  const audit = memoryAudit(testDigest);
  const [ledger, queue] = [memoryLedger(audit), memoryChannelQueue()];
  const channel = channels.find(({ name }) => name === 'webhook') as ChannelManifest;
  return {
    ...operatorPorts(saved, terminal.clock),
    terminal,
    origin: 'mail.example.com',
    openReplay: async () => ({ records: audit, deliveries: ledger, queue, digest: testDigest, channel }),
    audit,
    ledger,
    queue,
    chains: audit,
    listing: memoryListing(),
    printed: () => JSON.parse(terminal.output()),
  };
}
