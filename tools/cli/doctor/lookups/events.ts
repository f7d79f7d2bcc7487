import {
  DescribeArchiveCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { allPages } from '../../all-pages';
import { arn } from './aws';
import { lookup, theOnly } from './lookup';

/** Ids leave the default bus out. */
const onBus = (bus: string, path: string): string => (bus === '' ? path : `${bus}/${path}`);
const busOf = (bus: string) => (bus === '' ? {} : { EventBusName: bus });

export const bus = lookup({
  needs: ['name'],
  actions: ['events:DescribeEventBus'],
  derived: ({ name }, place) => ({ arn: arn(place, 'events', `event-bus/${name}`) }),
  find: async ({ name }, { events }) => {
    await events.send(new DescribeEventBusCommand({ Name: name }));
    return { id: name };
  },
});

export const archive = lookup({
  needs: ['name'],
  actions: ['events:DescribeArchive'],
  find: async ({ name }, { events }) => {
    await events.send(new DescribeArchiveCommand({ ArchiveName: name }));
    return { id: name };
  },
});

export const rule = lookup({
  needs: ['event_bus_name', 'name'],
  actions: ['events:DescribeRule'],
  derived: ({ event_bus_name, name }, place) => ({ arn: arn(place, 'events', `rule/${onBus(event_bus_name, name)}`) }),
  find: async ({ event_bus_name, name }, { events }) => {
    await events.send(new DescribeRuleCommand({ Name: name, ...busOf(event_bus_name) }));
    return { id: onBus(event_bus_name, name) };
  },
});

/** Found by the ARN: the plan names no target id, so Terraform generated one. */
export const target = lookup({
  needs: ['event_bus_name', 'rule', 'arn'],
  changedInPlace: ['arn'],
  belongsTo: 'rule',
  actions: ['events:ListTargetsByRule'],
  find: async ({ event_bus_name, rule, arn: targetArn }, { events }) => {
    const all = await allPages(async (NextToken) => {
      const page = await events.send(new ListTargetsByRuleCommand({ Rule: rule, NextToken, ...busOf(event_bus_name) }));
      return { items: page.Targets, next: page.NextToken };
    });
    const found = all
      .filter(({ Arn }) => Arn === targetArn)
      .map(({ Id }) => ({ id: onBus(event_bus_name, `${rule}/${Id}`) }));
    return theOnly(found, 'the rule has several targets with this ARN');
  },
});
