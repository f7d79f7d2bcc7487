import type { EndpointFormat } from '../../domain/webhook/format/endpoint-format';
import type { Endpoint } from '../../ports/endpoints';
import { anEndpoint } from '../../testing/factories';
import { someSealedHeaders } from '../../testing/sealed';
import { operatorPorts } from '../testing/operator-ports';
import { type AddEndpointRequest, addEndpoint } from './add-endpoint';
import { type UpdateEndpointRequest, updateEndpoint } from './update-endpoint';

const template = (text: string): EndpointFormat => ({ name: 'template', template: text });
const GOOD = template('{"id": "{{ notification.id }}", "order": {{ data.orderNumber | json }}}');
const ROUTING_KEY = ['X-Routing-Key', 'R0123456789ABCDEFGHIJKLMNOPQRSTU'] as const;
const URL = 'http://127.0.0.1:9/hooks';

const faultsOf = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (thrown) => thrown,
  );
  return error?.faults?.map(({ code, message }: { code: string; message: string }) => [code, message]);
};

describe('a new endpoint', () => {
  const add = async (request: Partial<AddEndpointRequest>) => {
    const ports = operatorPorts();
    await addEndpoint({ tenant: 'demo', url: URL, types: ['*'], headers: [], ...request }, ports);
    return [...(await ports.registry.load('demo')).endpoints.values()][0];
  };

  it('has the format that is asked for, and none if that is the default', async () => {
    expect((await add({ format: GOOD }))?.format).toEqual(GOOD);
    expect((await add({ format: { name: 'slack' } }))?.format).toEqual({ name: 'slack' });
    expect((await add({ format: { name: 'standard' } })) ?? {}).not.toHaveProperty('format');
  });

  it('with the format pagerduty has a header with the routing key', async () => {
    const format = { name: 'pagerduty' } as const;
    expect((await add({ format, headers: [ROUTING_KEY] }))?.format).toEqual(format);
    expect(await faultsOf(add({ format }))).toEqual([['webhook.format.header_missing', expect.any(String)]]);
  });

  it('with a template that does not parse, or fails for every example, is refused once', async () => {
    expect(await faultsOf(add({ format: template('{% if %}') }))).toEqual([
      ['webhook.template.invalid', expect.stringMatching(/\(with the example of carillon\.test\)$/)],
    ]);
  });

  it('with a template that fails for the example of a type that it wants is refused, and for one of another type is not', async () => {
    const format = template('{"on": {% if data.orderNumber %}{{ data.orderNumber }}{% else %}null{% endif %}}');
    expect(await faultsOf(add({ format, types: ['order.*'] }))).toEqual([
      ['webhook.template.unquoted', expect.stringMatching(/\(with the example of order\.shipped\)$/)],
    ]);
    expect((await add({ format, types: ['invoice.issued'] }))?.format).toEqual(format);
  });

  it('with a format that has a media type of its own takes no other, and is told so beside its other faults', async () => {
    const faults = await faultsOf(
      add({ format: { name: 'cloudevents' }, contentType: 'application/json', url: 'https://localhost./' }),
    );
    expect(faults.map(([code]: [string]) => code)).toEqual(
      expect.arrayContaining(['webhook.url.host', 'webhook.format.content_type_fixed']),
    );
  });
});

describe('an update', () => {
  const change = async (before: Partial<Endpoint>, request: Partial<UpdateEndpointRequest>) => {
    const endpoint = anEndpoint({ tenant: 'demo', id: 'ep_1', ...before });
    const ports = operatorPorts([endpoint]);
    await updateEndpoint({ tenant: 'demo', id: 'ep_1', ...request }, ports);
    const { format, contentType } = (await ports.registry.find('demo', 'ep_1')) ?? endpoint;
    return { format, contentType };
  };
  const CONTENT_TYPE = 'application/vnd.acme+json';

  it('changes the format alone, and goes back to the default', async () => {
    expect(await change({}, { format: GOOD })).toEqual({ format: GOOD });
    expect(await change({ format: GOOD }, { format: { name: 'standard' } })).toEqual({});
    expect(await change({ format: GOOD }, { ratePerSecond: 1 })).toEqual({ format: GOOD });
  });

  it('keeps a media type where the new format takes one, and drops it where it does not', async () => {
    expect(await change({ contentType: CONTENT_TYPE }, { format: GOOD })).toEqual({
      format: GOOD,
      contentType: CONTENT_TYPE,
    });
    const format = { name: 'cloudevents' } as const;
    expect(await change({ contentType: CONTENT_TYPE }, { format })).toEqual({ format });
  });

  it('gives no media type to a format that has its own', async () => {
    const format = { name: 'cloudevents-binary' } as const;
    expect(await faultsOf(change({ format }, { contentType: CONTENT_TYPE }))).toEqual([
      ['webhook.format.content_type_fixed', expect.any(String)],
    ]);
  });

  it('does not take away the header that the format needs', async () => {
    const endpoint = anEndpoint({ tenant: 'demo', id: 'ep_1', format: { name: 'pagerduty' } });
    const before = { ...endpoint, headers: someSealedHeaders({ 'x-routing-key': ROUTING_KEY[1] }, endpoint) };
    expect(await faultsOf(change(before, { removeHeaders: ['x-routing-key'] }))).toEqual([
      ['webhook.format.header_missing', expect.any(String)],
    ]);
  });

  it('finds that the template fails for the types of the endpoint', async () => {
    const format = template('{"on": {{ data.orderNumber }}}');
    expect(await faultsOf(change({ types: ['order.*'] }, { format }))).toEqual([
      ['webhook.template.unquoted', expect.stringContaining('(with the example of carillon.test)')],
    ]);
  });
});
