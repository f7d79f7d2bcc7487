import { awsError } from '../../testing/test-aws';
import type { LookupCase } from './lookup-case';
import { TAG_LIST } from './prod-plan';

export const SES_CASES: readonly LookupCase[] = [
  {
    address: 'aws_sesv2_configuration_set.mail_configuration_set',
    there: { GetConfigurationSetCommand: { Tags: TAG_LIST } },
    id: 'carillon-prod-mail',
    absent: { GetConfigurationSetCommand: awsError('NotFoundException') },
  },
  {
    address: 'aws_sesv2_configuration_set_event_destination.mail_event_destination',
    there: {
      GetConfigurationSetEventDestinationsCommand: { EventDestinations: [{ Name: 'carillon-prod-mail-events' }] },
    },
    id: 'carillon-prod-mail|carillon-prod-mail-events',
    absent: { GetConfigurationSetEventDestinationsCommand: { EventDestinations: [{ Name: 'other' }] } },
  },
  {
    address: 'aws_sesv2_email_identity.mail_identity',
    there: { GetEmailIdentityCommand: { Tags: TAG_LIST } },
    id: 'mail.example.com',
    absent: { GetEmailIdentityCommand: awsError('NotFoundException') },
  },
  {
    address: 'aws_sesv2_email_identity_feedback_attributes.mail_forwarding',
    there: { GetEmailIdentityCommand: { Tags: TAG_LIST, FeedbackForwardingStatus: true } },
    id: 'mail.example.com',
    absent: { GetEmailIdentityCommand: awsError('NotFoundException') },
  },
  {
    address: 'aws_sesv2_email_identity_mail_from_attributes.mail_mail_from',
    there: {
      GetEmailIdentityCommand: { Tags: TAG_LIST, MailFromAttributes: { MailFromDomain: 'bounce.mail.example.com' } },
    },
    id: 'mail.example.com',
    absent: { GetEmailIdentityCommand: { Tags: TAG_LIST } },
  },
];
