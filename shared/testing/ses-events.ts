/**
 * Events as SES publishes them, in the form of the examples of its documentation.
 *
 * @see Amazon SES Developer Guide, "Examples of event data that Amazon SES publishes to Amazon SNS"
 */
export interface SesMail {
  readonly notificationId: string;
  readonly tenant: string;
  readonly address: string;
}

export const SES_TIME = '2026-11-23T10:00:05.020Z';

/** An event of the mail to `address`; `details` override members of the event's own object. */
export const sesEvent = (type: keyof typeof DETAILS, mail: SesMail, details: object = {}): string => {
  const [member, example] = DETAILS[type];
  return JSON.stringify({ eventType: type, mail: sesMail(mail), [member]: { ...example(mail.address), ...details } });
};

export const sesMail = ({ notificationId, tenant, address }: SesMail) => ({
  timestamp: '2026-11-23T10:00:00.000Z',
  messageId: '0100017f-example',
  source: 'notifications@mail.example.com',
  sourceArn: 'arn:aws:ses:eu-central-1:111122223333:identity/mail.example.com',
  sendingAccountId: '111122223333',
  destination: [address],
  headersTruncated: false,
  headers: [{ name: 'To', value: `Ann <${address}>` }],
  commonHeaders: { to: [address], subject: 'Your order is on its way' },
  tags: {
    'ses:configuration-set': ['carillon-prod-mail'],
    'ses:caller-identity': ['carillon-prod-email'],
    carillon_id: [notificationId],
    carillon_tenant: [tenant],
  },
});

type Example = readonly [member: string, example: (address: string) => object];

const DETAILS = {
  Delivery: [
    'delivery',
    (address) => ({
      timestamp: SES_TIME,
      processingTimeMillis: 5020,
      recipients: [address],
      smtpResponse: '250 2.6.0 Message received',
      reportingMTA: 'a8-31.smtp-out.amazonses.com',
    }),
  ],
  DeliveryDelay: [
    'deliveryDelay',
    (address) => ({
      timestamp: SES_TIME,
      delayType: 'TransientCommunicationFailure',
      expirationTime: '2026-11-24T00:00:00.000Z',
      delayedRecipients: [
        { emailAddress: address, status: '4.4.1', diagnosticCode: 'smtp; 421 4.4.1 Unable to connect' },
      ],
    }),
  ],
  Bounce: [
    'bounce',
    (address) => ({
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [
        { emailAddress: address, action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' },
      ],
      timestamp: SES_TIME,
      feedbackId: '0100017f-feedback',
      reportingMTA: 'dsn; mta.example.com',
    }),
  ],
  Complaint: [
    'complaint',
    (address) => ({
      complainedRecipients: [{ emailAddress: address }],
      timestamp: SES_TIME,
      feedbackId: '0100017f-feedback',
      complaintSubType: null,
      userAgent: 'Amazon SES Mailbox Simulator',
      complaintFeedbackType: 'abuse',
      arrivalDate: SES_TIME,
    }),
  ],
  Reject: ['reject', () => ({ reason: 'Bad content' })],
  'Rendering Failure': [
    'failure',
    () => ({ errorMessage: "Attribute 'name' is not present in the rendering data.", templateName: 'hello' }),
  ],
  Send: ['send', () => ({})],
  Open: ['open', () => ({ ipAddress: '192.0.2.1', timestamp: SES_TIME, userAgent: 'Mozilla/5.0' })],
} as const satisfies Readonly<Record<string, Example>>;
