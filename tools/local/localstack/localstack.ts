import type { Emulator, Lacks } from '../emulator';
import { prepareMail } from '../prepare-mail';
import { onInterrupt } from '../processes/interrupts';
import { LoopbackLocalStack } from './loopback-localstack';

/** The last image that starts without an account. */
const LOCALSTACK_IMAGE = 'localstack/localstack:4.14.0';
const DOCKER_SOCKET = '/var/run/docker.sock';

const NO_SESV2 = 'LocalStack 4.14 has SES v1 only; SESv2 is paid';

const NO_HTTP_API = 'LocalStack 4.14 has REST APIs only; HTTP APIs are paid';

export const LOCALSTACK_LACKS: Lacks = {
  resources: {
    aws_apigatewayv2_api: NO_HTTP_API,
    aws_apigatewayv2_authorizer: NO_HTTP_API,
    aws_apigatewayv2_integration: NO_HTTP_API,
    aws_apigatewayv2_route: NO_HTTP_API,
    aws_apigatewayv2_stage: NO_HTTP_API,
    aws_sesv2_configuration_set: NO_SESV2,
    aws_sesv2_configuration_set_event_destination: NO_SESV2,
    aws_sesv2_email_identity: NO_SESV2,
    aws_sesv2_email_identity_feedback_attributes: NO_SESV2,
    aws_sesv2_email_identity_mail_from_attributes: NO_SESV2,
  },
  channels: {
    webhook: 'its functions run in containers, whose loopback is not this host, and no private address is posted to',
  },
};

/**
 * Starts LocalStack in a container that Docker removes with this process. `LOCALSTACK_IMAGE` names another image;
 * `LOCALSTACK_AUTH_TOKEN` is passed through for images that ask for one. LocalStack itself checks `Origin`, but not `Host`.
 */
export async function startLocalStack(env: NodeJS.ProcessEnv = process.env): Promise<Emulator> {
  const token = env.LOCALSTACK_AUTH_TOKEN;
  const container = await new LoopbackLocalStack(env.LOCALSTACK_IMAGE ?? LOCALSTACK_IMAGE)
    .withEnvironment({
      ...(token && { LOCALSTACK_AUTH_TOKEN: token }),
      // The functions are JavaScript: they run on any host without arm64 emulation.
      LAMBDA_IGNORE_ARCHITECTURE: '1',
      LAMBDA_RUNTIME_ENVIRONMENT_TIMEOUT: '60',
    })
    // LocalStack starts a container for each function.
    .withBindMounts([{ source: DOCKER_SOCKET, target: DOCKER_SOCKET }])
    .withStartupTimeout(180_000)
    .start();
  const end = async () => void (await container.stop());
  const forget = onInterrupt(end);
  const endpoint = container.getConnectionUri();
  await prepareMail(endpoint);
  const stop = async () => {
    await end().finally(forget);
    return 'untouched' as const;
  };
  return { name: 'localstack', endpoint, lacks: LOCALSTACK_LACKS, stop };
}
