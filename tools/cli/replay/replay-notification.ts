import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { channels } from '../../../handlers';
import { dynamodbAuditReader } from '../../../shared/aws/dynamodb/dynamodb-audit-reader';
import { dynamodbLedgerReader } from '../../../shared/aws/dynamodb/dynamodb-ledger-reader';
import { groupBy } from '../../../shared/domain/kit/chunks/group-by';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { withHeld } from '../../../shared/operations/status/held';
import { canonicalId, isUnknown, unknownId } from '../../../shared/operations/status/unknown-id';
import type { Endpoint } from '../../../shared/ports/endpoints';
import { inCliWords } from '../in-cli-words';
import type { ReplayOptions } from '../options';
import { orAwsFailure } from '../stack/aws-failure';
import { connectStack, type StackConnection } from '../stack/connect-stack';
import { endpointRegistryOf } from '../stack/endpoint-registry-of';
import { addressDigestAt } from '../stack/key-store-of';
import { unknownIdWords } from '../status/unknown-id-words';
import type { Terminal } from '../terminal';
import { formatReplay } from './format-replay';
import { openChannelQueue } from './open-channel-queue';
import { planReplay, type RecordedHistory, type ReplayPlan } from './plan-replay';
import { refuseDisabled, refuseEmpty } from './refuse-empty';
import { refuseUnknownChannel, refuseUnknownTarget } from './refuse-unknown';

/**
 * @throws CodedError `cli.unknown_channel`, `cli.unknown_id`, `cli.unknown_target`, `cli.nothing_to_replay`,
 * `cli.endpoint_disabled`, `cli.record_malformed`, `cli.replay_incomplete`; as connecting to the stack, reading its tables
 * and opening a data key do
 */
export async function replayNotification(id: string, options: ReplayOptions, terminal: Terminal): Promise<void> {
  refuseUnknownChannel(options);
  const connection = await connectStack(options.outputs, terminal);
  const table = connection.outputs.ledger_table;
  const recorded = await orAwsFailure(recordedHistory(canonicalId(id), connection), `reading table ${table}`);
  if (isUnknown(recorded)) await inCliWords(Promise.reject(unknownId(id)), unknownIdWords(table));
  const endpoints = await endpointsOf(recorded, connection);
  const history = withHeld(recorded, endpoints, terminal.clock.now(), channels);
  refuseUnknownTarget(id, history, options);
  const disabled = new Set(endpoints.filter(({ state }) => !state.enabled).map((endpoint) => endpoint.id));
  const digest = await addressDigestAt(connection, terminal);
  const plan = planReplay(history, { ...options, disabled }, { now: terminal.clock.now(), digest });
  refuseDisabled(id, plan, options);
  refuseEmpty(id, history, plan, options);
  if (options.yes) await sendAll(plan.messages, connection, terminal);
  terminal.print(formatReplay(plan, options));
}

/** With the record as an audit reads it, which has its seal. */
async function recordedHistory(id: string, { outputs, clientConfig }: StackConnection): Promise<RecordedHistory> {
  const dynamodb = new DynamoDBClient(clientConfig);
  const { event, deliveries } = await dynamodbLedgerReader(dynamodb, outputs.ledger_table).history(id);
  if (event === undefined) return { deliveries };
  const [record] = await dynamodbAuditReader(dynamodb, outputs.ledger_table).records([id]);
  return { ...(record && { event: record }), deliveries };
}

/** Of the tenant whose notification was accepted. */
const endpointsOf = async ({ event }: RecordedHistory, connection: StackConnection): Promise<readonly Endpoint[]> =>
  event === undefined ? [] : [...(await endpointRegistryOf(connection).load(event.tenant)).endpoints.values()];

async function sendAll(
  messages: ReplayPlan['messages'],
  connection: StackConnection,
  terminal: Terminal,
): Promise<void> {
  for (const [channel, own] of groupBy(messages, (message) => message.channel)) {
    const queue = await openChannelQueue(channel, connection, terminal);
    const answers = await queue.offer(own.map(({ channel: _, ...message }) => message));
    const [refusal, ...others] = answers.filter((answer) => answer !== undefined);
    if (refusal !== undefined) throw incomplete(channel, 1 + others.length, own.length, refusal);
  }
}

const incomplete = (channel: string, refused: number, all: number, refusal: string): CodedError =>
  new CodedError(
    'cli.replay_incomplete',
    `${refused} of ${all} deliveries could not be sent to the queue of channel ${channel}: ${refusal}`,
    'do it again: what was delivered meanwhile is left out',
  );
