import { LocalstackContainer } from '@testcontainers/localstack';
import { getContainerRuntimeClient } from 'testcontainers';
import { loopbackBindings } from './loopback-bindings';

/** Sets the host interface of published ports, for which testcontainers has no option: Docker's default is every interface. */
export class LoopbackLocalStack extends LocalstackContainer {
  protected override async beforeContainerCreated(): Promise<void> {
    await super.beforeContainerCreated();
    const { hostIps } = (await getContainerRuntimeClient()).info.containerRuntime;
    const addresses = hostIps.map(({ address }) => address);
    this.hostConfig.PortBindings = loopbackBindings(this.hostConfig.PortBindings ?? {}, addresses);
  }
}
