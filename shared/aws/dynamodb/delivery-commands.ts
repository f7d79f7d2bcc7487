import { GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { attemptsKept } from '../../domain/delivery/attempt-log';
import {
  type Attempt,
  attemptedAfter,
  type Delivery,
  type DeliveryKey,
  type DeliveryState,
  FINAL_STATES,
  isDone,
  refusedBefore,
  type Settlement,
} from '../../domain/delivery/claim';
import { parkShard } from '../../domain/delivery/park-shard';
import { recordId } from '../../domain/notification/record-id';
import type { BegunDeliveries, Claim, Parking } from '../../ports/ledger';
import {
  deliveryItemKey,
  deliveryPrefix,
  expiry,
  type LedgerTable,
  PARK_ATTRIBUTES,
  shardKey,
  TTL_ATTRIBUTE,
} from './ledger-items';

/** `decideClaim` as a condition, for a scheduled attempt. No line break after a bracket: some emulators cannot parse it. */
const mayClaim = ({ digest }: Claim): string => {
  const isContent = digest === undefined ? '' : '(attribute_not_exists(digest) OR digest = :digest) AND ';
  const isItsTime = '(attribute_not_exists(notBefore) OR notBefore <= :now)';
  const isFree = `(#state = :retrying AND ${isItsTime}) OR (#state = :claimed AND (leaseUntil <= :now OR leaseUntil > :leaseLimit))`;
  return `attribute_not_exists(pk) OR (tenant = :tenant AND ${isContent}attempted < :attempt AND (${isFree}))`;
};

export const claimUpdate = (key: DeliveryKey, claim: Claim, table: LedgerTable): UpdateItemCommand =>
  claimCommand(key, claim, claim.attempt, table, {
    condition: mayClaim(claim),
    assignments: claim.redrive === undefined ? '' : ', redrive = :redrive',
    values: {
      ...(claim.redrive !== undefined && { ':redrive': claim.redrive }),
      ':attempt': claim.attempt,
      ':now': claim.now,
      ':leaseLimit': claim.leaseLimit,
      ':retrying': 'retrying',
    },
  });

/**
 * The claim that `decideClaim` granted to a redrive, if the delivery is unchanged since it was read, or still absent.
 * Truncates its attempts to `attemptsKept`.
 */
export const redriveUpdate = (
  key: DeliveryKey,
  claim: Claim,
  attempt: number,
  existing: Delivery | undefined,
  table: LedgerTable,
): UpdateItemCommand => {
  const { condition, values } = existing === undefined ? UNSEEN : asSeen(existing);
  const kept = attemptsKept(existing?.attempts ?? []);
  const refusedAt = refusedBefore(existing ?? {});
  return claimCommand(key, claim, attempt, table, {
    condition,
    assignments: `, attempts = :kept, redrive = :redrive${refusedAt === undefined ? '' : ', refusedAt = :refusedAt'}`,
    values: {
      ...values,
      ':kept': kept,
      ':redrive': claim.redrive,
      ...(refusedAt !== undefined && { ':refusedAt': refusedAt }),
    },
  });
};

const UNSEEN: ClaimExpression = { condition: 'attribute_not_exists(pk)', values: {} };

/**
 * Optimistic concurrency: a condition that the delivery is unchanged since it was read. State and attempt number are not
 * enough: a redrive may have brought it to the same values again (ABA problem). Needs the name `#state`.
 */
export const asSeen = ({ state, attempted, ...rest }: Delivery): ClaimExpression => ({
  condition: ['#state = :seen', 'attempted = :attempted', ...SEEN.map((name) => seen(name, rest[name]))].join(' AND '),
  values: {
    ':seen': state,
    ':attempted': attempted,
    ...Object.fromEntries(SEEN.flatMap((name) => (rest[name] === undefined ? [] : [[`:seen${name}`, rest[name]]]))),
  },
});

const SEEN = ['leaseUntil', 'redrive', 'notBefore'] as const satisfies readonly (keyof Delivery)[];
const seen = (name: string, value: unknown): string =>
  value === undefined ? `attribute_not_exists(${name})` : `${name} = :seen${name}`;

interface ClaimExpression {
  readonly condition: string;
  readonly assignments?: string;
  readonly values: Readonly<Record<string, unknown>>;
}

function claimCommand(
  key: DeliveryKey,
  claim: Claim,
  attempt: number,
  table: LedgerTable,
  { condition, assignments = '', values }: ClaimExpression,
): UpdateItemCommand {
  const { digest } = claim;
  return new UpdateItemCommand({
    TableName: table.tableName,
    Key: marshall(deliveryItemKey(key)),
    ConditionExpression: condition,
    UpdateExpression: `SET #state = :claimed, leaseUntil = :leaseUntil, tenant = :tenant, notificationId = :id,
      channel = :channel, target = :target, attempted = :before, ${TTL_ATTRIBUTE} = :expiresAt${
        digest === undefined ? '' : ', digest = if_not_exists(digest, :digest)'
      }${assignments} REMOVE feedback, notBefore`,
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: marshall({
      ':tenant': key.tenant,
      ':id': key.notificationId,
      ':channel': key.channel,
      ':target': key.target,
      ':before': attempt - 1,
      ':leaseUntil': claim.leaseUntil,
      ':claimed': 'claimed',
      ':expiresAt': expiry(claim.now, table.retentionDays),
      ...(digest !== undefined && { ':digest': digest }),
      ...values,
    }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
}

const FINAL = Object.fromEntries(FINAL_STATES.map((state) => [`:${state}`, state]));

const HAS_NO_FEEDBACK = 'attribute_exists(pk) AND attribute_not_exists(feedback)';
const IS_OPEN = `${HAS_NO_FEEDBACK} AND NOT #state IN (${Object.keys(FINAL).join(', ')})`;
const IS_OURS = `${HAS_NO_FEEDBACK} AND #state = :claimed AND leaseUntil = :lease`;
/** SES's feedback was recorded before the attempt's own result. */
const HAS_FEEDBACK = 'attribute_exists(feedback) AND attempted < :n';

/**
 * True if the result parks the delivery or sets a wait. Not allowed after feedback (`attemptOnlyUpdate`): it needs its own
 * claim.
 */
export const isToWait = ({ notBefore }: Settlement, parking: Parking | undefined): boolean =>
  parking !== undefined || notBefore !== undefined;

/** `maySettle` as a condition. */
function maySettle(settlement: Settlement, parking: Parking | undefined): string {
  const isAllowed = isDone(settlement.state) ? IS_OPEN : IS_OURS;
  return isToWait(settlement, parking) ? isAllowed : `(${isAllowed}) OR (${HAS_FEEDBACK})`;
}

/**
 * `settledState` as an update: feedback's state stays. A parked message extends the TTL to the retention after it is
 * due.
 */
export function settleUpdate(
  key: DeliveryKey,
  settlement: Settlement,
  parking: Parking | undefined,
  table: LedgerTable,
) {
  const { state, n, lease, notBefore } = settlement;
  return settleCommand(key, settlement, table, {
    condition: maySettle(settlement, parking),
    assignments: `${parking ? PARKING : ''}${notBefore === undefined ? '' : ', notBefore = :notBefore'}`,
    removals: [...(parking ? [] : PARK_ATTRIBUTES), ...(notBefore === undefined ? ['notBefore'] : [])],
    values: {
      ...(isDone(state) ? FINAL : { ':claimed': 'claimed', ':lease': lease }),
      ...(!isToWait(settlement, parking) && { ':n': n }),
      ...(parking && {
        ':dueAt': parking.dueAt,
        ':shard': shardKey(parkShard(key)),
        ':parked': parking.message,
        ':expiresAt': expiry(parking.dueAt, table.retentionDays),
      }),
      ...(notBefore !== undefined && { ':notBefore': notBefore }),
    },
  });
}

const PARKING = `, dueAt = :dueAt, parkShard = :shard, parked = :parked, ${TTL_ATTRIBUTE} = :expiresAt`;

/** Records only the attempt, for a delivery whose state feedback has set. A second write, if the result was to wait. */
export const attemptOnlyUpdate = (key: DeliveryKey, settlement: Settlement, table: LedgerTable): UpdateItemCommand =>
  settleCommand(key, settlement, table, {
    condition: HAS_FEEDBACK,
    assignments: '',
    values: { ':n': settlement.n },
    removals: [...PARK_ATTRIBUTES, 'notBefore'],
  });

interface SettleExpression extends Required<ClaimExpression> {
  readonly removals: readonly string[];
}

function settleCommand(
  key: DeliveryKey,
  settlement: Settlement,
  table: LedgerTable,
  { condition, assignments, removals, values }: SettleExpression,
): UpdateItemCommand {
  const { state, attempt } = settlement;
  const withAttempt = attempt ? ', attempts = list_append(if_not_exists(attempts, :none), :attempts)' : '';
  return new UpdateItemCommand({
    TableName: table.tableName,
    Key: marshall(deliveryItemKey(key)),
    ConditionExpression: condition,
    UpdateExpression: `SET #state = if_not_exists(feedback.#state, :state), attempted = :attempted${withAttempt}${assignments} REMOVE ${[
      'leaseUntil',
      ...removals,
    ].join(', ')}`,
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: marshall({
      ':state': state,
      ':attempted': attemptedAfter(settlement),
      ...(attempt && { ':none': [], ':attempts': [attempt] }),
      ...values,
    }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
}

export const notePut = (key: DeliveryKey, state: DeliveryState, attempt: Attempt, table: LedgerTable): PutItemCommand =>
  new PutItemCommand({
    TableName: table.tableName,
    Item: marshall({
      ...deliveryItemKey(key),
      ...key,
      state,
      attempted: attempt.n,
      attempts: [attempt],
      [TTL_ATTRIBUTE]: expiry(attempt.at, table.retentionDays),
    }),
    ConditionExpression: 'attribute_not_exists(pk)',
  });

export const deliveryGet = (key: DeliveryKey, { tableName }: LedgerTable): GetItemCommand =>
  new GetItemCommand({ TableName: tableName, Key: marshall(deliveryItemKey(key)), ConsistentRead: true });

/** Reads only state and tenant: the item may hold a large parked message. */
export const deliveryStateGet = (key: DeliveryKey, TableName: string): GetItemCommand =>
  new GetItemCommand({
    TableName,
    Key: marshall(deliveryItemKey(key)),
    ConsistentRead: true,
    ProjectionExpression: 'tenant, #state',
    ExpressionAttributeNames: { '#state': 'state' },
  });

/** State and target of the tenant's deliveries of one notification on one channel, of a range of targets or of all. */
export function deliveriesQuery({ range, ...begun }: Omit<BegunDeliveries, 'target'>, { tableName }: LedgerTable) {
  const prefix = deliveryPrefix(begun.channel);
  const sorts = range !== undefined && isAscii(range.from + range.to);
  return {
    TableName: tableName,
    ConsistentRead: true,
    KeyConditionExpression: `pk = :id AND ${sorts ? 'sk BETWEEN :from AND :to' : 'begins_with(sk, :prefix)'}`,
    FilterExpression: 'tenant = :tenant',
    ProjectionExpression: '#state, target',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: marshall({
      ':id': recordId(begun.notificationId),
      ...(sorts ? { ':from': prefix + range.from, ':to': prefix + range.to } : { ':prefix': prefix }),
      ':tenant': begun.tenant,
    }),
  };
}

/** DynamoDB sorts by UTF-8, a range by UTF-16: between two texts of ASCII both have the same texts. */
const isAscii = (text: string): boolean => /^[ -~]*$/.test(text);
