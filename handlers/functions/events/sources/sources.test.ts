import { readdirSync } from 'node:fs';
import { matchesEvent } from '../../../../shared/domain/event-pattern/matches-event';
import type { BusEvent, EventSource } from '../../../../shared/domain/manifest/event-source';
import { eventSources } from './';
import alarmChanged from './alarm-changed';
import codepipelineFailed from './codepipeline-failed';
import objectCreated from './object-created';

const detailOf = ({ example }: EventSource, detail: object): BusEvent => ({
  ...example,
  detail: { ...(example.detail as object), ...detail },
});
const matches = (source: EventSource, detail: object) => matchesEvent(source.pattern, detailOf(source, detail));

test('the registry has every file of the folder that is a source', () => {
  const files = readdirSync(__dirname).filter((name) => !/test|index|console-url/.test(name));
  expect(eventSources.map(({ name }) => `${name}.ts`)).toEqual(files.toSorted());
});

test('an event of each source matches no other source', () => {
  const matching = eventSources.map(({ example }) =>
    eventSources.filter(({ pattern }) => matchesEvent(pattern, example)),
  );
  expect(matching).toEqual(eventSources.map((source) => [source]));
});

test.each(['STARTED', 'SUCCEEDED', 'STOPPED', 'SUPERSEDED'])('an execution that is %s is none that failed', (state) => {
  expect(matches(codepipelineFailed, { state })).toBe(false);
});

test.each<[string, string, boolean]>([
  ['OK', 'ALARM', true],
  ['INSUFFICIENT_DATA', 'ALARM', true],
  ['ALARM', 'OK', true],
  ['INSUFFICIENT_DATA', 'OK', false],
  ['ALARM', 'INSUFFICIENT_DATA', false],
])('an alarm that goes from %s to %s is reported: %s', (from, to, expected) => {
  expect(matches(alarmChanged, { state: { value: to }, previousState: { value: from } })).toBe(expected);
});

test('an alarm of Carillon is not reported, and one without a reason is, in one line', () => {
  expect(matches(alarmChanged, { alarmName: 'carillon-prod-email-dlq' })).toBe(false);
  const reasons = ['', 'a\nb\u2028c', 'x'.repeat(2000)].map((reason) => {
    const { data } = alarmChanged.map(detailOf(alarmChanged, { state: { value: 'OK', reason } }));
    return (data as { reason?: string }).reason;
  });
  expect(reasons).toEqual([undefined, 'a b c', 'x'.repeat(1023)]);
});

test('the mapper of alarms refuses a state that its type does not have', () => {
  const event = detailOf(alarmChanged, { state: { value: 'INSUFFICIENT_DATA' } });
  expect(() => alarmChanged.map(event)).toThrow('state is "INSUFFICIENT_DATA", expected ALARM or OK');
});

test('pages of the console are those of the region and its partition, with names escaped', () => {
  const event = detailOf(objectCreated, { bucket: { name: 'b' }, object: { key: 'a b&c/é', size: 0 } });
  const urls = ['eu-central-1', 'us-gov-west-1'].map((region) => objectCreated.map({ ...event, region }).data);
  expect(urls).toMatchObject([
    {
      consoleUrl:
        'https://eu-central-1.console.aws.amazon.com/s3/object/b?region=eu-central-1&prefix=a%20b%26c%2F%C3%A9',
    },
    {
      consoleUrl:
        'https://us-gov-west-1.console.amazonaws-us-gov.com/s3/object/b?region=us-gov-west-1&prefix=a%20b%26c%2F%C3%A9',
    },
  ]);
});
