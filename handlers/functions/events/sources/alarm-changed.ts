import { defineEventSource } from '../../../../shared/catalogue/define-event-source';
import type { BusEvent } from '../../../../shared/domain/manifest/event-source';
import { consoleUrl } from './console-url';

interface AlarmState {
  readonly value: string;
  readonly reason?: string;
  readonly timestamp: string;
}

interface AlarmStateChange {
  readonly alarmName: string;
  readonly state: AlarmState;
  readonly previousState: AlarmState;
}

/**
 * An alarm that is raised, and one that is over: not the first OK of a new alarm. Without Carillon's own alarms, which
 * have a topic of their own: a mail about failing mails would fail too, and raise the next alarm.
 *
 * @see Amazon CloudWatch User Guide, "Alarm events and EventBridge"
 */
export default defineEventSource({
  name: 'alarm-changed',
  description: 'a CloudWatch alarm of the account and region that is raised or over, except those of Carillon',
  bus: 'account',
  pattern: {
    source: ['aws.cloudwatch'],
    'detail-type': ['CloudWatch Alarm State Change'],
    detail: {
      alarmName: [{ 'anything-but': { prefix: 'carillon-' } }],
      $or: [{ state: { value: ['ALARM'] } }, { state: { value: ['OK'] }, previousState: { value: ['ALARM'] } }],
    },
  },
  type: 'alarm.changed',
  map: ({ detail, time, account, region }: BusEvent<AlarmStateChange>) => {
    const { alarmName, state } = detail;
    const page = `cloudwatch/home?region=${region}#alarmsV2:alarm/${encodeURIComponent(alarmName)}`;
    const reason = oneLine(state.reason ?? '');
    return {
      subject: alarmName,
      data: {
        alarm: alarmName,
        state: stateOf(state),
        ...(reason !== '' && { reason }),
        changedAt: time,
        account,
        region,
        consoleUrl: consoleUrl(region, page),
      },
    };
  },
  example: {
    id: 'c4c1c1c9-6542-e61b-6ef0-8c4d36933a92',
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: '111122223333',
    time: '2026-11-23T09:30:00Z',
    region: 'eu-central-1',
    resources: ['arn:aws:cloudwatch:eu-central-1:111122223333:alarm:shop-checkout-errors'],
    detail: {
      alarmName: 'shop-checkout-errors',
      state: {
        value: 'ALARM',
        reason: 'Threshold Crossed: 1 datapoint [5.0 (23/11/26 09:29:00)] was greater than the threshold (0.0).',
        timestamp: '2026-11-23T09:30:00.000+0000',
      },
      previousState: { value: 'OK', reason: 'no datapoints', timestamp: '2026-11-23T08:30:00.000+0000' },
    },
  },
});

/** CloudWatch's limit of a reason (PutMetricAlarm and SetAlarmState, "StateReason"). */
const MAX_REASON = 1023;

const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .slice(0, MAX_REASON)
    .toWellFormed();

function stateOf({ value }: AlarmState): 'ALARM' | 'OK' {
  if (value === 'ALARM' || value === 'OK') return value;
  throw new TypeError(`state is ${JSON.stringify(value)}, expected ALARM or OK`);
}
