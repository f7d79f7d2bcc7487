import { lambdaDependencies } from '../../../shared/lambda/lambda-dependencies';
import { createChannelHandler } from '../../../shared/runtime/channel-handler';
import { fanOut } from '../../../shared/runtime/fan-out';
import manifest from './channel';
import { templateChannel } from './deliver';

/** Composition root: the Lambda handler, wired from environment variables and AWS clients. */
export function wire() {
  const { channel } = lambdaDependencies(manifest);
  return createChannelHandler(channel, fanOut(templateChannel(channel.log), channel));
}
