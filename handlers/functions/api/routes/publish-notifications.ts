import { publishEach } from '../../../../shared/operations/publish/publish-each';
import type { LineResult } from '../../../../shared/operations/publish/publish-entries';
import { publishEntries } from '../../../../shared/operations/publish/publish-entries';
import { refuseReusedKeys } from '../../../../shared/operations/publish/refuse-reused-keys';
import type { Answer, ApiRoute } from '../api-route';
import { entriesOf } from '../request/entries-of';

/** URI reference of notifications that name no source of their own. */
const SOURCE = '/api';

/** An object is published or refused as a whole; of several, each by itself. */
export const publishNotifications: ApiRoute<'publishNotifications'> = async (request, ports) => {
  const { entries, isBatch } = entriesOf(request);
  const publishing = { entries, source: SOURCE, tenant: request.tenant, unknownTypes: ports.unknownTypes };
  if (isBatch) return batchAnswer(await publishEach(publishing, ports));
  await refuseReusedKeys(publishing, ports);
  const [result] = await publishEntries(publishing, ports);
  const id = result?.id ?? '';
  return {
    status: 202,
    body: { id, status: 'accepted' },
    headers: { location: `${request.base}/v1/notifications/${id}` },
  };
};

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
  ...(result.line !== undefined && { line: result.line }),
  ...(result.status !== 'published' && { code: result.code, detail: result.message }),
  ...(result.status === 'refused' && {
    errors: result.faults.map(({ code, path, message }) => ({ code, pointer: path, detail: message })),
  }),
});
