import { readReplay } from '../../../../shared/operations/replays/read-replay';
import { runDocument } from '../answer/run-document';
import type { ApiRoute } from '../api-route';

export const getReplay: ApiRoute<'getReplay'> = async ({ tenant, path }, ports) => ({
  status: 200,
  body: runDocument(await readReplay({ tenant, id: path.id ?? '' }, ports)),
});
