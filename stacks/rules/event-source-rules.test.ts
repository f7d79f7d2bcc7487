import { channels, functions } from '../../handlers';
import codepipelineFailed from '../../handlers/functions/events/sources/codepipeline-failed';
import type { EventSource } from '../../shared/domain/manifest/event-source';
import { anEnvironment, EVENT_VARIABLES } from '../verification/testing/environments';
import { synthesize } from '../verification/testing/synthesize';
import { eventSourceFaults } from './event-source-rules';

const PROD = anEnvironment('prod', EVENT_VARIABLES);

/** The registry, with these sources in place of its own. */
const withSources = (...sources: readonly EventSource[]) =>
  functions.map((one) => (one.trigger.kind === 'event-rules' ? { ...one, trigger: { ...one.trigger, sources } } : one));

const faultsOf = (...changes: readonly Partial<EventSource>[]) =>
  eventSourceFaults(
    { ...PROD, eventSources: [] },
    channels,
    withSources(...changes.map((change) => ({ ...codepipelineFailed, ...change }))),
  ).map(({ code, path }) => `${code} ${path}`);

const AT = '/eventSources/codepipeline-failed';

test('the sources of the registry are accepted, switched on or off', () => {
  for (const eventSources of [[], PROD.eventSources]) {
    expect(eventSourceFaults({ ...PROD, eventSources }, channels, functions)).toEqual([]);
  }
});

test('a name that the registry does not have is refused, with those that it has', () => {
  expect(eventSourceFaults({ ...PROD, eventSources: ['pipeline'] }, channels, functions)).toEqual([
    {
      code: 'stack.event_source.unknown',
      path: '/eventSources/0',
      message: "CARILLON_EVENT_SOURCES names 'pipeline', allowed alarm-changed, codepipeline-failed, object-created",
    },
  ]);
});

test.each<[string, Partial<EventSource>, readonly string[]]>([
  ['a pattern for every service', { pattern: { region: ['x'] } }, [`event_pattern.source ${AT}/pattern`]],
  ['an expression of Terraform', { description: `\${x}` }, [`stack.function.template ${AT}`]],
  [
    'a pattern that the example does not match',
    { pattern: { source: ['x'] } },
    [`stack.event_source.example ${AT}/example`],
  ],
  ['a type that the catalogue lacks', { type: 'pipeline.broke' }, [`notification.type.unknown ${AT}/example/type`]],
  [
    'a mapper that makes other data',
    { map: () => ({ data: {} }) },
    Array(6)
      .fill(0)
      .map(
        (_, n) =>
          `notification.data.invalid ${AT}/example/data/${['pipeline', 'executionId', 'failedAt', 'account', 'region', 'consoleUrl'][n]}`,
      ),
  ],
  [
    'a mapper with bad recipients',
    { map: (event) => ({ ...codepipelineFailed.map(event), recipients: 'x' }) },
    [`notification.recipients.address_malformed ${AT}/example/recipients`],
  ],
])('%s is refused', (_, change, faults) => {
  expect(faultsOf(change)).toEqual(faults);
});

test('a mapper that throws is refused with its error', () => {
  const map = () => {
    throw new TypeError('no pipeline');
  };
  const faults = eventSourceFaults(
    { ...PROD, eventSources: [] },
    channels,
    withSources({ ...codepipelineFailed, map }),
  );
  expect(faults.map(({ message }) => message)).toEqual([
    "the mapper of 'codepipeline-failed' threw TypeError: no pipeline",
  ]);
});

test('two sources of one name, and a name that no rule may have, are refused, all at once', () => {
  expect(faultsOf({}, {})).toEqual([`stack.event_source.name ${AT}`, `stack.event_source.name ${AT}`]);
  expect(faultsOf({ name: 'A' }, { name: 'b'.repeat(41) })).toHaveLength(2);
});

test('a source of the bus of the environment has its rule and target there, and may send to the queue', () => {
  const source: EventSource = { ...codepipelineFailed, bus: 'carillon' };
  const environment = { ...PROD, eventSources: [source.name] };
  const { plan } = synthesize(environment, { functions: withSources(source) });
  const bus = `\${aws_cloudwatch_event_bus.bus_bus.name}`;
  const [rule, target] = [
    plan.one('aws_cloudwatch_event_rule', 'events_rule_codepipeline_failed'),
    plan.one('aws_cloudwatch_event_target', 'events_target_codepipeline_failed'),
  ];
  expect([rule.event_bus_name, target.event_bus_name]).toEqual([bus, bus]);
  expect(plan.one('aws_sqs_queue', 'events_queue').policy).toContain(
    'arn:aws:events:eu-central-1:111122223333:rule/carillon-prod/carillon-prod-events-codepipeline-failed',
  );
});

test('an environment without event sources has no function for them, and one without events on the bus no relay', () => {
  const addresses = (variables: Readonly<Record<string, string>>) =>
    synthesize(anEnvironment('prod', variables)).plan.addresses().join();
  const off = addresses({ CARILLON_BUS_EVENTS: 'off' });
  expect([/\.events_/.test(off), /\.event_relay/.test(off), /event_bus\.bus_bus/.test(off)]).toEqual([
    false,
    false,
    true,
  ]);
  const on = addresses(EVENT_VARIABLES);
  expect([/\.events_queue/.test(on), /\.event_relay_queue/.test(on)]).toEqual([true, true]);
});
