import { type AttributeValue, type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { withResponses } from '../../domain/delivery/attempt-log';
import type { Attempt, Delivery } from '../../domain/delivery/claim';
import { recordId } from '../../domain/notification/record-id';
import type { AcceptedEvent, LedgerReader } from '../../ports/ledger';
import { batchGetAll } from './batch-get-all';
import { ATTEMPT_PREFIX, DELIVERY_PREFIX, deliveryItemKey, EVENT_KEY } from './ledger-items';

/** For operators: reads all items of one notification id, strongly consistent. */
export function dynamodbLedgerReader(client: DynamoDBClient, tableName: string): LedgerReader {
  return {
    history: async (notificationId) => {
      const items: Record<string, unknown>[] = [];
      for await (const page of paginateQuery({ client }, query(tableName, recordId(notificationId)))) {
        items.push(...(page.Items ?? []).map((item: Record<string, AttributeValue>) => unmarshall(item)));
      }
      const event = items.find(({ sk }) => sk === EVENT_KEY);
      const apart = items.filter(beginsWith(ATTEMPT_PREFIX)).map(toAttempt);
      const deliveries = items.filter(beginsWith(DELIVERY_PREFIX)).map((item) => toDelivery(item, apart));
      return { ...(event && { event: toEvent(event) }), deliveries };
    },
    deliveries: async (keys) => {
      const items = await batchGetAll(
        client,
        tableName,
        keys.map((key) => marshall(deliveryItemKey(key))),
      );
      return items.map((item) => toDelivery(unmarshall(item), []));
    },
  };
}

const query = (tableName: string, notificationId: string) => ({
  TableName: tableName,
  ConsistentRead: true,
  KeyConditionExpression: 'pk = :id',
  ExpressionAttributeValues: marshall({ ':id': notificationId }),
});

const toEvent = ({ id, tenant, type, text, acceptedAt }: Record<string, unknown>): AcceptedEvent =>
  ({ id, tenant, type, text, acceptedAt }) as AcceptedEvent;

const beginsWith =
  (prefix: string) =>
  ({ sk }: Record<string, unknown>): boolean =>
    String(sk).startsWith(prefix);

interface AttemptApart {
  readonly channel: string;
  readonly target: string;
  readonly attempt: Attempt;
}

const toAttempt = ({ channel, target, attempt }: Record<string, unknown>) =>
  ({ channel, target, attempt }) as AttemptApart;

function toDelivery(item: Record<string, unknown>, apart: readonly AttemptApart[]): Delivery {
  const { pk, sk, expiresAt, parkShard, parked, begunBeforeErasure, ...delivery } = item;
  const own = apart.filter(({ channel, target }) => channel === delivery.channel && target === delivery.target);
  const attempts = (delivery.attempts ?? []) as readonly Attempt[];
  const whole = own.map(({ attempt }) => attempt);
  return { ...delivery, attempts: withResponses(attempts, whole) } as unknown as Delivery;
}
