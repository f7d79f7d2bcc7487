import { Sesv2ConfigurationSet } from '@cdktf/provider-aws/lib/sesv2-configuration-set';
import { Sesv2EmailIdentity } from '@cdktf/provider-aws/lib/sesv2-email-identity';
import { Construct } from 'constructs';
import type { Environment } from '../environment';
import { senderDomain } from './capabilities';
import type { Naming } from './naming';

/** The domain that mail is sent from, DKIM-signed by SES, and how: only over TLS. The mailer names the set in every request. */
export class MailIdentity extends Construct {
  readonly identity: Sesv2EmailIdentity;

  constructor(scope: Construct, id: string, { naming, environment }: { naming: Naming; environment: Environment }) {
    super(scope, id);
    new Sesv2ConfigurationSet(this, 'configuration_set', {
      configurationSetName: naming.name('mail'),
      deliveryOptions: { tlsPolicy: 'REQUIRE' },
      reputationOptions: { reputationMetricsEnabled: true },
      sendingOptions: { sendingEnabled: true },
    });
    this.identity = new Sesv2EmailIdentity(this, 'identity', {
      emailIdentity: senderDomain(environment.sender),
    });
  }
}
