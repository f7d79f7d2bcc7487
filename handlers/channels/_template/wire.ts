import { lambdaDependencies } from '../../../shared/lambda/lambda-dependencies';
import { createChannelHandler } from '../../../shared/runtime/channel-handler';
import { fanOut } from '../../../shared/runtime/fan-out';
import manifest from './channel';
import { templateChannel } from './deliver';

/** The function's handler, from its environment and AWS. */
export function wire() {
  const { channel } = lambdaDependencies(manifest);
  return createChannelHandler(channel, fanOut(templateChannel(channel.log), channel));
}
