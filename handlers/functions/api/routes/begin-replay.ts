import { beginReplay as begin } from '../../../../shared/operations/replays/begin-replay';
import { runDocument } from '../answer/run-document';
import type { ApiRoute } from '../api-route';

export const beginReplay: ApiRoute<'beginReplay'> = async ({ tenant, body, base }, ports) => {
  const begun = await begin({ dryRun: false, ...body, tenant }, ports);
  if (begun.kind === 'begun') {
    const { run } = begun;
    return { status: 202, body: runDocument(run), headers: { location: `${base}/v1/replays/${run.id}` } };
  }
  const { deliveries, isComplete, first } = begun;
  return { status: 200, body: { dryRun: true, deliveries, isComplete, first } };
};
