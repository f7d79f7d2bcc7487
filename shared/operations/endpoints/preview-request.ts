import { isObject } from '../../domain/filter-policy/filter-policy';
import { webhookBody } from '../../domain/notification/routing';
import { type EndpointFormat, STANDARD } from '../../domain/webhook/format/endpoint-format';
import type { PostRequest } from '../../http/post/post';
import { createSender, type ReadyRequest } from '../../http/post/send';
import type { DataKeys } from '../../ports/data-keys';
import type { Endpoint, EndpointRegistry } from '../../ports/endpoints';
import { renderTemplate } from '../../template/render-template';
import type { Judged } from '../entries/all-valid';
import { type EntryDefaults, type EntryPorts, entrySettings } from '../entries/entry-settings';
import { prepareEntry } from '../entries/prepare-entries';

export interface PreviewRequestPorts extends EntryPorts {
  readonly registry: Pick<EndpointRegistry, 'find' | 'version'>;
  readonly keys: Pick<DataKeys, 'byId'>;
}

export interface PreviewedRequest {
  readonly format: EndpointFormat['name'];
  readonly url: string;
  /** All but those of the connection. Values of the endpoint's own headers are replaced by `SEALED`. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it would be sent, but for header values of 8 characters and more in it, which are replaced too. */
  readonly body: string;
}

/** In place of what is kept sealed, and shown by no command. */
export const SEALED = '[sealed]';

/**
 * The request by which a notification would be posted to the endpoint, signed for this moment. Sends nothing.
 *
 * @param value a notification, which may leave out what the SDK fills in. Its tenant is that of the endpoint
 * @returns all faults, if publishing would be refused, or the delivery rejected because of its format
 * @throws CodedError `webhook.secret.unreadable`
 */
export async function previewRequest(
  value: unknown,
  endpoint: Endpoint,
  { unknownTypes }: Pick<EntryDefaults, 'unknownTypes'>,
  ports: PreviewRequestPorts,
): Promise<Judged<PreviewedRequest>> {
  const settings = entrySettings({ source: '/preview', tenant: endpoint.tenant, unknownTypes }, ports);
  const entry = isObject(value) ? { channels: 'webhook', ...value, tenant: endpoint.tenant } : value;
  const entered = prepareEntry(entry, settings);
  if (!entered.ok) return entered;
  const { notification } = entered.result;
  const sender = createSender({ ...ports, post: postNothing, render: renderTemplate });
  const prepared = await sender.prepare(endpoint, { id: notification.id, body: webhookBody(notification) });
  return prepared.ok ? { ok: true, result: shown(prepared, endpoint) } : { ok: false, faults: [prepared.fault] };
}

/** Shorter ones are no credentials, and would be replaced in the midst of other words. */
const isSecret = ({ length }: string): boolean => length >= 8;

const postNothing = async () => {
  throw new Error('a preview posts nothing');
};

function shown(prepared: ReadyRequest, { format = STANDARD, headers: own }: Endpoint): PreviewedRequest {
  const { url, headers, body }: PostRequest = prepared.request();
  const sealed = new Set(own?.names);
  const entries = Object.entries(headers);
  const secrets = entries.flatMap(([name, value]) =>
    sealed.has(name) && isSecret(value) ? [JSON.stringify(value).slice(1, -1)] : [],
  );
  return {
    format: format.name,
    url,
    headers: Object.fromEntries(entries.map(([name, value]) => [name, sealed.has(name) ? SEALED : value])),
    body: secrets.reduce((text, secret) => text.replaceAll(secret, SEALED), body),
  };
}
