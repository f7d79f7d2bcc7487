import { cloudEventText, type OperationalEvent } from './operational-event';

const source = 'arn:aws:sns:eu-central-1:111122223333:carillon-prod-events';
const event: OperationalEvent = {
  type: 'delivery.failed',
  tenant: 'demo',
  subject: '01JDCQ7Z3K9V5N8X2M4T6R0WYA',
  cause: 'm-1',
  time: '2026-11-23T10:00:00.000Z',
  data: { channel: 'webhook', attempts: 10 },
};
const parsed = (change: Partial<OperationalEvent> = {}) => JSON.parse(cloudEventText({ ...event, ...change }, source));

describe('cloudEventText', () => {
  it('is a CloudEvents 1.0 event in structured mode', () => {
    expect(parsed()).toEqual({
      specversion: '1.0',
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      source,
      type: 'delivery.failed',
      subject: '01JDCQ7Z3K9V5N8X2M4T6R0WYA',
      time: '2026-11-23T10:00:00.000Z',
      tenant: 'demo',
      datacontenttype: 'application/json',
      data: { channel: 'webhook', attempts: 10 },
    });
  });

  it('has the same id when it is raised again for the same cause, later and with other data', () => {
    expect(parsed({ time: '2026-11-23T10:06:00.000Z', data: { channel: 'webhook', attempts: 11 } }).id).toBe(
      parsed().id,
    );
  });

  it.each<[string, Partial<OperationalEvent>]>([
    ['type', { type: 'endpoint.disabled' }],
    ['tenant', { tenant: 'other' }],
    ['subject', { subject: 'ep_1' }],
    ['cause', { cause: 'm-2' }],
  ])('has another id with another %s', (_what, change) => {
    expect(parsed(change).id).not.toBe(parsed().id);
  });
});
