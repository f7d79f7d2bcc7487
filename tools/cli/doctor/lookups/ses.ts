import {
  GetConfigurationSetCommand,
  GetConfigurationSetEventDestinationsCommand,
  GetEmailIdentityCommand,
} from '@aws-sdk/client-sesv2';
import type { Aws } from './aws';
import { lookup } from './lookup';
import { strangersBy, tagsOf } from './own-tags';

export const configurationSet = lookup({
  needs: ['configuration_set_name'],
  actions: ['ses:GetConfigurationSet'],
  find: async ({ configuration_set_name: ConfigurationSetName }, { ses }, { plan }) => {
    const { Tags } = await ses.send(new GetConfigurationSetCommand({ ConfigurationSetName }));
    return strangersBy(tagsOf(Tags), plan) ?? { id: ConfigurationSetName };
  },
});

export const eventDestination = lookup({
  needs: ['configuration_set_name', 'event_destination_name'],
  belongsTo: 'configuration_set_name',
  actions: ['ses:GetConfigurationSetEventDestinations'],
  find: async ({ configuration_set_name: ConfigurationSetName, event_destination_name }, { ses }) => {
    const command = new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName });
    const { EventDestinations = [] } = await ses.send(command);
    const isThere = EventDestinations.some(({ Name }) => Name === event_destination_name);
    return isThere ? { id: `${ConfigurationSetName}|${event_destination_name}` } : undefined;
  },
});

const needs = ['email_identity'] as const;
const actions = ['ses:GetEmailIdentity'];

const identityOf = (EmailIdentity: string, { ses, once }: Aws) =>
  once(`identity ${EmailIdentity}`, () => ses.send(new GetEmailIdentityCommand({ EmailIdentity })));

export const emailIdentity = lookup({
  needs,
  actions,
  find: async ({ email_identity: id }, aws, { plan }) => {
    const { Tags } = await identityOf(id, aws);
    return strangersBy(tagsOf(Tags), plan) ?? { id };
  },
});

const belongsTo = 'email_identity';

/** Every identity has feedback attributes. */
export const feedbackAttributes = lookup({
  needs,
  actions,
  belongsTo,
  find: async ({ email_identity: id }, aws) => {
    await identityOf(id, aws);
    return { id };
  },
});

export const mailFromAttributes = lookup({
  needs,
  actions,
  belongsTo,
  find: async ({ email_identity: id }, aws) => {
    const { MailFromAttributes } = await identityOf(id, aws);
    return MailFromAttributes?.MailFromDomain === undefined ? undefined : { id };
  },
});
