import { LocalstackContainer } from '@testcontainers/localstack';
import { getContainerRuntimeClient } from 'testcontainers';
import { loopbackBindings } from './loopback-bindings';

/** testcontainers has no option for the interface on which Docker publishes a port: without one, it is every one. */
export class LoopbackLocalStack extends LocalstackContainer {
  protected override async beforeContainerCreated(): Promise<void> {
    await super.beforeContainerCreated();
    const { hostIps } = (await getContainerRuntimeClient()).info.containerRuntime;
    const addresses = hostIps.map(({ address }) => address);
    this.hostConfig.PortBindings = loopbackBindings(this.hostConfig.PortBindings ?? {}, addresses);
  }
}
