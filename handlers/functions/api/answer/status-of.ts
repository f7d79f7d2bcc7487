import type { CodedError } from '../../../../shared/domain/kit/errors/coded-error';

/** Status of each code that a route can end with. A code that is not here is a fault of ours. */
export const STATUSES: Readonly<Record<string, number>> = {
  'api.request_invalid': 400,
  'api.forbidden': 403,
  'api.tenant_unknown': 404,
  'api.body_too_large': 413,
  'api.media_type': 415,
  'list.request_malformed': 400,
  'list.cursor_malformed': 400,
  'list.cursor_foreign': 400,
  'replay.unknown_run': 404,
  'notification.invalid': 422,
  'notification.id.conflict': 409,
  'cli.unknown_id': 404,
  'ledger.id.malformed': 404,
  'cli.unknown_endpoint': 404,
  'cli.unknown_tenant': 404,
  'cli.unknown_suppression': 404,
  'cli.unknown_channel': 422,
  'cli.unknown_target': 422,
  'cli.unknown_category': 422,
  'cli.nothing_to_update': 422,
  'cli.endpoint_invalid': 422,
  'cli.endpoint_unverified': 422,
  'cli.overlap_malformed': 422,
  'cli.reason_malformed': 422,
  'cli.address_malformed': 422,
  'cli.tenant_malformed': 422,
  'cli.endpoint_changed': 409,
  'cli.endpoint_disabled': 409,
  'cli.too_many_endpoints': 409,
  'cli.filters_too_large': 409,
  'cli.format_failed': 409,
  'cli.too_many_secrets': 409,
  'cli.nothing_to_replay': 409,
  'cli.record_malformed': 409,
  'cli.replay_incomplete': 503,
  'webhook.secret.unreadable': 409,
  'producer.throttled': 503,
  'producer.unreachable': 503,
  'producer.failed': 503,
};

/** @returns undefined for a fault of ours */
export const statusOf = ({ code }: Pick<CodedError, 'code'>): number | undefined =>
  Object.hasOwn(STATUSES, code) ? STATUSES[code] : undefined;
