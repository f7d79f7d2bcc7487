import { MAIL, type Naming } from '../constructs/naming';
import { senderDomain } from '../constructs/sender-domain';
import type { Environment } from '../environment';
import type { Grants } from './grant';
import { allow, type Statement } from './policies';

export const sesGrants: Grants<'email:send'> = {
  'email:send': ({ naming, environment }) => ({
    statements: [fromSender(environment, allow('SendMail', 'ses:SendRawEmail', mailResources(naming, environment)))],
    variables: {
      MAIL_FROM: environment.sender,
      MAIL_FROM_NAME: environment.senderName ?? senderDomain(environment.sender),
      MAIL_REPLY_TO: environment.replyTo ?? environment.sender,
      CONFIGURATION_SET: naming.name(MAIL),
    },
  }),
};

/** Limits the sender's address; recipients are not limited. */
const fromSender = ({ sender, emulatedIam }: Environment, statement: Statement): Statement =>
  emulatedIam ? statement : { ...statement, Condition: { StringEquals: { 'ses:FromAddress': sender } } };

/**
 * SES authorizes the configuration set and the sender's identity (its domain, or its address where that is verified), and in
 * the sandbox the recipients' identities too, whose names are not known here.
 */
const mailResources = (naming: Naming, { emulatedIam }: Environment): string | string[] =>
  emulatedIam ? '*' : [naming.arn('ses', 'identity/*'), naming.arn('ses', `configuration-set/${naming.name(MAIL)}`)];
