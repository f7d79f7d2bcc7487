import { publishEach } from '../../../../shared/operations/publish/publish-each';
import type { LineResult } from '../../../../shared/operations/publish/publish-entries';
import { publishEntries } from '../../../../shared/operations/publish/publish-entries';
import type { Published } from '../../../../shared/producer/producer';
import { faultDocument, shortDetail } from '../answer/fault-document';
import { UNCONFIRMED } from '../answer/unconfirmed';
import type { ApiPorts } from '../api-ports';
import type { Answer, ApiRequest, ApiRoute } from '../api-route';
import { entriesOf } from '../request/entries-of';

/** URI reference of notifications that name no source of their own. */
const SOURCE = '/api';

/** An object is published or refused as a whole; of several, each by itself. */
export const publishNotifications: ApiRoute<'publishNotifications'> = async (request, ports) => {
  const { entries, isBatch } = entriesOf(request);
  const publishing = { entries, source: SOURCE, tenant: request.tenant, unknownTypes: ports.unknownTypes };
  if (isBatch) return batchAnswer(logged(await publishEach(publishing, ports), request, ports));
  const [published] = await publishEntries(publishing, ports);
  // A single one is published, or an error is thrown.
  const { id, messageId } = published as Published;
  return {
    status: 202,
    body: { id, status: 'accepted', messageId },
    headers: { location: `${request.base}/v1/notifications/${id}` },
  };
};

/** Logs why entries failed, once for all: their messages name resources and answers of AWS, which callers are not told. */
function logged(
  results: readonly LineResult[],
  { requestId }: Pick<ApiRequest, 'requestId'>,
  { log }: Pick<ApiPorts, 'log'>,
) {
  const failed = results.filter((result) => result.status === 'failed');
  const [first] = failed;
  if (first)
    log.error('request_failed', { requestId, error: `${first.code}: ${first.message}`, entries: failed.length });
  return results;
}

function batchAnswer(results: readonly LineResult[]): Answer {
  const accepted = countOf('published', results);
  return { status: statusOf(results, accepted), body: { accepted, results: results.map(resultDocument) } };
}

function statusOf(results: readonly LineResult[], accepted: number): number {
  if (accepted > 0) return accepted === results.length ? 202 : 207;
  return countOf('failed', results) > 0 ? 503 : 422;
}

const countOf = (status: LineResult['status'], results: readonly LineResult[]): number =>
  results.filter((result) => result.status === status).length;

const resultDocument = (result: LineResult) => ({
  status: result.status === 'published' ? 'accepted' : result.status,
  ...(result.id !== undefined && { id: result.id }),
  ...(result.status === 'published' && { messageId: result.messageId }),
  ...(result.line !== undefined && { line: result.line }),
  ...(result.status === 'failed' && { code: result.code, detail: UNCONFIRMED }),
  ...(result.status === 'refused' && {
    code: result.code,
    detail: shortDetail(result.message),
    errors: result.faults.map(faultDocument),
  }),
});
