import { type EmulatorName, MINISTACK_LACKS } from '../../tools/local/emulator';
import { LOCALSTACK_LACKS } from '../../tools/local/localstack/localstack';
import type { Traits } from './traits';

/** A known emulator, however it was started. */
export interface Product {
  readonly product: string;
  /** Path that returns 200 on this product, and on none after it in `PRODUCTS`. */
  readonly healthPath: string;
  /** Product whose inbox API it has; `endpoint` has none. */
  readonly emulator: EmulatorName;
  /** Path prefix of `/<api>/<stage>`. */
  readonly httpApiPath: string;
  /** Traits that do not depend on its settings. */
  readonly traits: Traits;
}

const stoodInFor = {
  'feedback of SES':
    'no emulator publishes events of a configuration set: scenarios publish them to the topic, as SES documents them',
};
const REWRITES_JSON = 'its event source mappings parse JSON bodies and serialize them again';
const LOOKUPS = { lookups: 'untested: which of its calls return the same as those of AWS' };
const IN_CONTAINERS = 'its functions run in Docker containers, whose loopback is not this machine';

export const MINISTACK: Product = {
  product: 'MiniStack',
  healthPath: '/_ministack/health',
  emulator: 'ministack',
  httpApiPath: '/_aws/execute-api',
  traits: {
    resources: MINISTACK_LACKS.resources,
    abilities: {
      signatures: 'MiniStack takes every Authorization header for a signature, and verifies none',
      'token-expiry': 'MiniStack accepts tokens without exp, which API Gateway requires',
    },
    stoodInFor,
    drifting: {
      aws_cloudwatch_metric_alarm: 'MiniStack returns alarms without most of their settings',
      aws_apigatewayv2_authorizer: 'MiniStack returns settings that authorizers of tokens do not have',
    },
  },
};

export const LOCALSTACK: Product = {
  product: 'LocalStack',
  healthPath: '/_localstack/health',
  emulator: 'localstack',
  httpApiPath: '/_aws/execute-api',
  traits: {
    resources: LOCALSTACK_LACKS.resources,
    stoodInFor,
    abilities: { ...LOOKUPS, ...LOCALSTACK_LACKS.channels, 'exact-bytes': REWRITES_JSON },
    drifting: { aws_cloudwatch_metric_alarm: 'LocalStack drops the tags of alarms' },
  },
};

/** Derived from LocalStack. */
const LOCALEMU: Product = {
  product: 'LocalEmu',
  healthPath: '/_localemu/health',
  emulator: 'localstack',
  httpApiPath: '/_aws/execute-api-v2',
  traits: {
    stoodInFor,
    resources: {
      aws_sesv2_configuration_set_event_destination: 'LocalEmu 1.3 does not know it',
      aws_sesv2_email_identity_feedback_attributes: 'LocalEmu 1.3 does not know it',
      aws_sesv2_email_identity_mail_from_attributes: 'LocalEmu 1.3 does not know it',
    },
    abilities: { ...LOOKUPS, webhook: IN_CONTAINERS, 'exact-bytes': REWRITES_JSON },
    drifting: { aws_cloudwatch_metric_alarm: 'LocalEmu drops the tags of alarms' },
  },
};

const MOTO: Product = {
  product: 'moto',
  healthPath: '/moto-api/data.json',
  emulator: 'endpoint',
  httpApiPath: '',
  traits: {
    stoodInFor,
    drifting: {
      aws_lambda_function: 'moto gives back functions without some of their settings',
      aws_sqs_queue: 'moto gives back queues without some of their attributes',
    },
    resources: {
      aws_lambda_function_recursion_config: 'moto 5.2 does not know it',
      'aws_sqs_queue.redrive_allow_policy': 'moto 5.2 does not keep it, and Terraform waits for it',
      aws_sesv2_configuration_set: 'moto 5.2 answers with another type of `Enabled` than SESv2',
      aws_sesv2_configuration_set_event_destination: 'moto 5.2 does not know it',
      aws_sesv2_email_identity: 'moto 5.2 returns no DKIM tokens',
      aws_sesv2_email_identity_feedback_attributes: 'moto 5.2 does not know it',
      aws_sesv2_email_identity_mail_from_attributes: 'moto 5.2 does not know it',
    },
    abilities: { ...LOOKUPS, functions: 'moto runs functions in Docker only, and reads no queue for them by itself' },
  },
};

/** Assumes every ability: scenarios fail where one is missing, and `CARILLON_TARGET_LACKS` declares it. */
export const UNKNOWN: Product = {
  product: 'an unknown emulator',
  healthPath: '',
  emulator: 'endpoint',
  httpApiPath: '',
  traits: {
    resources: {},
    abilities: LOOKUPS,
    stoodInFor,
    drifting: { aws_cloudwatch_metric_alarm: 'emulators seldom keep all settings of an alarm' },
  },
};

/** The order matters: an emulator also responds at the paths of the products that it replaces. */
export const PRODUCTS: readonly Product[] = [MINISTACK, LOCALEMU, LOCALSTACK, MOTO];
