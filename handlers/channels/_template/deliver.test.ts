import { createChannelHandler } from '../../../shared/runtime/channel-handler';
import { fanOut } from '../../../shared/runtime/fan-out';
import { type ChannelUnderTest, describeChannelContract } from '../../../shared/testing/channel-contract';
import { channelFixture } from '../../../shared/testing/channel-fixture';
import { aMessage, aNotification, aRecord } from '../../../shared/testing/factories';
import manifest from './channel';
import { templateChannel } from './deliver';

const channel: ChannelUnderTest = {
  manifest,
  wire: ({ lines, ...runtime }) => ({
    handlers: fanOut(templateChannel(runtime.log), runtime),
    effects: ({ tenant }) => lines.filter((line) => line.includes('"hello"') && line.includes(tenant)).length,
  }),
};

describeChannelContract(__dirname, channel);

it('says hello to the tenant in the log', async () => {
  const { dependencies, log } = channelFixture({ manifest, channels: [manifest.name] });
  const handlers = fanOut(templateChannel(log), dependencies);
  const notification = aNotification({ channels: manifest.name, tenant: 'acme', type: 'order.shipped' });
  const response = await createChannelHandler(
    dependencies,
    handlers,
  )({
    Records: [aRecord(aMessage(notification))],
  });
  expect(response).toEqual({ batchItemFailures: [] });
  expect(log.lines[0]).toEqual({ level: 'info', event: 'hello', fields: { tenant: 'acme', type: 'order.shipped' } });
});
