import type { CodedError } from '../../../shared/domain/kit/errors/coded-error';

/** Result of probing one command. */
export interface CommandFinding {
  readonly command: string;
  /** Absent when the command was not found or does not run. */
  readonly version?: string;
  /** Why there is no version: `not found`, or what the command said. */
  readonly failure?: string;
}

export interface PythonFinding extends CommandFinding {
  /** Whether it can make a virtual environment; Debian and Ubuntu package that separately. */
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
  /** The port that a saved state belongs to, when there is one. */
  readonly saved?: number;
  /** The wanted port, else the saved one, when it is free; without either the first free one from 4566. */
  readonly free?: number;
}

/** Raw results of all probes. Those that are not needed are absent. */
export interface Findings {
  readonly pythons?: readonly PythonFinding[];
  readonly terraforms?: readonly CommandFinding[];
  readonly docker?: DockerFinding;
  readonly port?: PortFinding;
}

/** The tools to run with; only those that are needed. */
export interface Tools {
  /** A command or path of Python 3.10 or later that can make virtual environments. */
  readonly python?: string;
  /** A command or path of Terraform or OpenTofu 1.10 or later. */
  readonly terraform?: string;
  /** A TCP port of the loopback interface that was free. */
  readonly port?: number;
}

/** Decision on one tool: what to use, or what is wrong. */
export interface Verdict {
  readonly tools?: Tools;
  readonly note?: string;
  readonly error?: CodedError;
}
