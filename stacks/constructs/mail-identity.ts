import { DataAwsSesv2EmailIdentity } from '@cdktf/provider-aws/lib/data-aws-sesv2-email-identity';
import { Sesv2ConfigurationSet } from '@cdktf/provider-aws/lib/sesv2-configuration-set';
import { Sesv2EmailIdentity } from '@cdktf/provider-aws/lib/sesv2-email-identity';
import { Sesv2EmailIdentityFeedbackAttributes } from '@cdktf/provider-aws/lib/sesv2-email-identity-feedback-attributes';
import { Sesv2EmailIdentityMailFromAttributes } from '@cdktf/provider-aws/lib/sesv2-email-identity-mail-from-attributes';
import { Construct } from 'constructs';
import type { Environment } from '../environment';
import { MailEventTopic } from './mail-event-topic';
import { mailFromDomain } from './mail-records';
import { MAIL, type Naming } from './naming';
import { senderDomain } from './sender-domain';

export interface MailIdentityProps {
  /** Names and ARNs of the environment's resources. */
  readonly naming: Naming;
  /** Settings of the environment that is synthesized. */
  readonly environment: Environment;
  /** ARN of the topic that alarms publish to. */
  readonly alarmsTopicArn: string;
}

/**
 * SES identity of the sender's domain with DKIM, and the configuration set that the mailer names in every request: it
 * requires TLS, and SES publishes feedback events of its mail to a topic.
 */
export class MailIdentity extends Construct {
  readonly events: MailEventTopic;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: MailIdentityProps,
  ) {
    super(scope, id);
    const { naming, environment } = props;
    const configurationSet = new Sesv2ConfigurationSet(this, 'configuration_set', {
      configurationSetName: naming.name(MAIL),
      deliveryOptions: { tlsPolicy: 'REQUIRE' },
      reputationOptions: { reputationMetricsEnabled: true },
      sendingOptions: { sendingEnabled: true },
      // SES suppresses for the whole account: a complaint about one tenant's mail must not stop the mail of another.
      suppressionOptions: { suppressedReasons: ['BOUNCE'] },
    });
    if (environment.mailIdentity === 'own') this.own();
    else this.find();
    this.events = new MailEventTopic(this, 'feedback', { ...props, configurationSet });
  }

  private own(): void {
    const { environment } = this.props;
    const { emailIdentity } = new Sesv2EmailIdentity(this, 'identity', {
      emailIdentity: senderDomain(environment.sender),
      // Other applications may send from this domain; destroying the identity would stop their mail too.
      lifecycle: { preventDestroy: environment.protectData },
    });
    // Off, because the topic has this feedback: SES would mail it to the sender too.
    new Sesv2EmailIdentityFeedbackAttributes(this, 'forwarding', { emailIdentity, emailForwardingEnabled: false });
    new Sesv2EmailIdentityMailFromAttributes(this, 'mail_from', {
      emailIdentity,
      mailFromDomain: mailFromDomain(environment),
      // Applies until the DNS records of the MAIL FROM domain exist.
      behaviorOnMxFailure: 'USE_DEFAULT_VALUE',
    });
  }

  /** The plan fails when the account has no such identity. */
  private find(): void {
    new DataAwsSesv2EmailIdentity(this, 'identity', { emailIdentity: senderDomain(this.props.environment.sender) });
  }
}
