/** What a look at one command found. */
export interface CommandFinding {
  readonly command: string;
  /** Absent when the command was not found or does not run. */
  readonly version?: string;
  /** Why there is no version: `not found`, or what the command said. */
  readonly failure?: string;
}

export interface PythonFinding extends CommandFinding {
  /** Whether it can make a virtual environment; Debian and Ubuntu pack that apart. */
  readonly venv: boolean;
}

export interface DockerFinding {
  /** The version of the engine, not of the client. */
  readonly engine?: string;
  /** Why there is no engine: `not found`, or what the client said. */
  readonly failure?: string;
}

export interface PortFinding {
  /** The value of CARILLON_PORT, when it is set. */
  readonly wanted?: string;
  /** The port asked for when it is free; without a wish, the first free one from 4566. */
  readonly free?: number;
}

/** Everything the probes saw, without a judgement. What is not needed is absent. */
export interface Findings {
  readonly pythons?: readonly PythonFinding[];
  readonly terraforms?: readonly CommandFinding[];
  readonly docker?: DockerFinding;
  readonly port?: PortFinding;
}
