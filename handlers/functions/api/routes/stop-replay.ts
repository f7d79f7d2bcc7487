import { stopReplay as stop } from '../../../../shared/operations/replays/stop-replay';
import { runDocument } from '../answer/run-document';
import type { ApiRoute } from '../api-route';

export const stopReplay: ApiRoute<'stopReplay'> = async ({ tenant, path }, ports) => ({
  status: 200,
  body: runDocument(await stop({ tenant, id: path.id ?? '' }, ports)),
});
