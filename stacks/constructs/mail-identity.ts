import { Sesv2ConfigurationSet } from '@cdktf/provider-aws/lib/sesv2-configuration-set';
import { Sesv2EmailIdentity } from '@cdktf/provider-aws/lib/sesv2-email-identity';
import { Construct } from 'constructs';
import type { Environment } from '../environment';
import { senderDomain } from './capabilities';
import { MailEvents } from './mail-events';
import { MAIL, type Naming } from './naming';

export interface MailIdentityProps {
  readonly naming: Naming;
  readonly environment: Environment;
  readonly alarmsTopicArn: string;
}

/** The domain that mail is sent from, DKIM-signed by SES, and how: only over TLS. The mailer names the set in every request. What becomes of each mail, SES says on a topic. */
export class MailIdentity extends Construct {
  readonly identity: Sesv2EmailIdentity;
  readonly events: MailEvents;

  constructor(scope: Construct, id: string, props: MailIdentityProps) {
    super(scope, id);
    const { naming, environment } = props;
    const configurationSet = new Sesv2ConfigurationSet(this, 'configuration_set', {
      configurationSetName: naming.name(MAIL),
      deliveryOptions: { tlsPolicy: 'REQUIRE' },
      reputationOptions: { reputationMetricsEnabled: true },
      sendingOptions: { sendingEnabled: true },
      // The account's list holds for everybody: a complaint to one tenant must not stop the mail of another.
      suppressionOptions: { suppressedReasons: ['BOUNCE'] },
    });
    this.identity = new Sesv2EmailIdentity(this, 'identity', {
      emailIdentity: senderDomain(environment.sender),
    });
    this.events = new MailEvents(this, 'feedback', { ...props, configurationSet });
  }
}
