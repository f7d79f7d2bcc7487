import type { TopicAnswer } from '../../ports/topic';
import { publishAll } from '../../producer/publish-all';
import { refusedResult, sentResult } from '../../producer/results';
import { entrySettings } from '../entries/entry-settings';
import { identify } from './identify';
import { judgeEntry } from './judge-entry';
import type { LineResult, PublishPorts, PublishRequest } from './publish-entries';
import { type ReusedKeyPorts, reusedKeys } from './refuse-reused-keys';

/**
 * Publishes notifications independently of each other: what is valid is published, whatever the others are.
 *
 * @returns the result of each entry, in order. A key that was used for other content counts as refused
 */
export async function publishEach(
  request: PublishRequest,
  ports: PublishPorts & ReusedKeyPorts,
): Promise<readonly LineResult[]> {
  const settings = entrySettings(request, ports);
  const entries = request.entries.map(identify(request, ports.clock));
  const judged = await reusedKeys(
    entries.map((entry) => judgeEntry(entry, settings)),
    ports,
  );
  const messages = judged.flatMap((preparation) => (preparation.ok ? [preparation.prepared] : []));
  const answers = (await publishAll(messages, ports.topic, ports.sleep)).values();
  return judged.map((preparation, n) => ({
    ...(entries[n]?.line !== undefined && { line: entries[n].line }),
    ...(preparation.ok
      ? sentResult(answers.next().value as TopicAnswer, preparation.prepared)
      : refusedResult(preparation.given, preparation.faults)),
  }));
}
