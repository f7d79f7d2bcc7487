import type { EventSource } from '../../../../shared/domain/manifest/event-source';
import alarmChanged from './alarm-changed';
import codepipelineFailed from './codepipeline-failed';
import objectCreated from './object-created';

/** The registry of event sources, one line each. An environment has those that `CARILLON_EVENT_SOURCES` names. */
export const eventSources: readonly EventSource[] = [alarmChanged, codepipelineFailed, objectCreated];
