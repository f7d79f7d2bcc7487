/** The environment variable that asks for one port; a taken one is then an error. */
export const CARILLON_PORT = 'CARILLON_PORT';
/** The port that emulators of AWS answer on by custom. */
export const DEFAULT_PORT = 4566;
/** How many ports are tried from the default one upwards. */
export const PORT_ATTEMPTS = 100;

const LOWEST_PORT = 1024;
const HIGHEST_PORT = 65_535;

/** A port that needs no privilege, or nothing. */
export function parsePort(text: string): number | undefined {
  const port = /^\d{4,5}$/.test(text) ? Number(text) : Number.NaN;
  return port >= LOWEST_PORT && port <= HIGHEST_PORT ? port : undefined;
}
