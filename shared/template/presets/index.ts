import type { Preset } from '../../domain/webhook/format/endpoint-format';
import { pagerduty } from './pagerduty';
import { slack } from './slack';
import { teams } from './teams';

/** Liquid templates by name. A change of one changes the bytes of deliveries that wait: say so in the changelog. */
export const presets: Readonly<Record<Preset, string>> = { slack, teams, pagerduty };
