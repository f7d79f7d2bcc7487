import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { PortFinding, Verdict } from '../preflight/preflight-findings';

/** Environment variable that fixes the port; it is an error if that port is taken. */
export const CARILLON_PORT = 'CARILLON_PORT';
/** The customary port of AWS emulators. */
export const DEFAULT_PORT = 4566;
/** How many ports are tried from the default one upwards. */
export const PORT_ATTEMPTS = 100;

const LOWEST_PORT = 1024;
const HIGHEST_PORT = 65_535;
const LAST_PORT = DEFAULT_PORT + PORT_ATTEMPTS - 1;

/** An unprivileged port; undefined if the text is none. */
export function parsePort(text: string): number | undefined {
  const port = /^\d{4,5}$/.test(text) ? Number(text) : Number.NaN;
  return port >= LOWEST_PORT && port <= HIGHEST_PORT ? port : undefined;
}

function invalid(wanted: string): CodedError {
  const message = `${CARILLON_PORT} is "${wanted}", not a port from ${LOWEST_PORT} to ${HIGHEST_PORT}`;
  return new CodedError('local.port.invalid', message, `set ${CARILLON_PORT} to such a number, or unset it`);
}

function taken(what: string, fix: string): CodedError {
  return new CodedError('local.port.taken', `${what} taken on 127.0.0.1`, fix);
}

function unavailable({ wanted, saved }: PortFinding): CodedError {
  if (wanted !== undefined) {
    if (parsePort(wanted) === undefined) return invalid(wanted);
    return taken(`port ${wanted} is`, `stop what listens there, or set ${CARILLON_PORT} to another port`);
  }
  if (saved === undefined)
    return taken(`ports ${DEFAULT_PORT} to ${LAST_PORT} are`, `set ${CARILLON_PORT} to a free one`);
  const fix = 'stop what listens there, or begin anew without the saved state';
  return taken(`port ${saved}, which the saved state belongs to, is`, fix);
}

/** Which port to use. Only without CARILLON_PORT and saved state may it be another than the default one. */
export function judgePort(finding: PortFinding): Verdict {
  const { wanted, saved, free } = finding;
  if (free === undefined) return { error: unavailable(finding) };
  const asked = wanted !== undefined || saved !== undefined;
  if (asked || free === DEFAULT_PORT) return { tools: { port: free } };
  return { tools: { port: free }, note: `port ${DEFAULT_PORT} is taken: using ${free}` };
}
