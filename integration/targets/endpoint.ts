import { CodedError } from '../../shared/domain/coded-error';
import { MINISTACK_LACKS } from '../../tools/local/emulator';
import type { Target } from './target';

/** Any AWS-compatible endpoint that runs already, by its URL in `AWS_ENDPOINT_URL`. It is left as it is. */
export const endpoint: Target = {
  name: 'endpoint',
  enforcesIam: false,
  unsupportedScenarios: {
    mail: 'there is no common way to read the mails that an endpoint has accepted',
    unsubscribe: 'there is no common way to call an HTTP API by the address of an endpoint',
    'web-pages': 'the endpoint was not started here, so that nothing of ours stands in front of it',
    'local-start': 'it starts MiniStack, whatever the target is',
    doctor: 'it is not known which of the calls that describe resources it answers as AWS does',
    'least-privilege': 'it is not known whether the endpoint enforces IAM',
  },
  stoodInFor: {
    'feedback of SES':
      'no emulator publishes events of a configuration set: scenarios publish them to the topic, as SES documents them',
  },
  drifting: {
    aws_cloudwatch_metric_alarm: 'emulators seldom keep all settings of an alarm',
  },
  prepare: async () => {
    const url = process.env.AWS_ENDPOINT_URL;
    if (!url) throw new CodedError('integration.endpoint.missing', 'AWS_ENDPOINT_URL is not set', 'set it to the URL');
    const emulator = { name: 'endpoint', endpoint: url.replace(/\/$/, ''), lacks: MINISTACK_LACKS } as const;
    return async () => ({ ...emulator, stop: async () => 'untouched' as const });
  },
};
