/** Options of every command. */
export interface GlobalOptions {
  readonly json?: boolean;
  /** A file that holds the stack's outputs. */
  readonly outputs?: string;
}

export interface DoctorOptions extends GlobalOptions {
  /** Of the state; `-` for standard input. */
  readonly state?: string;
  /** A file for the import blocks. */
  readonly out?: string;
}

export interface EnableOptions extends TenantOptions {
  readonly replay?: boolean;
}

export interface RotateKeyOptions extends GlobalOptions {
  readonly purpose: string;
  readonly yes?: boolean;
}

export interface ResealOptions extends GlobalOptions {
  readonly yes?: boolean;
}

export interface TenantOptions extends GlobalOptions {
  readonly tenant: string;
}

export interface AddOptions extends TenantOptions {
  readonly url: string;
  readonly types: string;
  readonly secret?: string;
  readonly asymmetric?: boolean;
  /** `name: value` each. */
  readonly header?: readonly string[];
  /** Of lines `name: value`; `-` for standard input. */
  readonly headersFile?: string;
  /** A number of attempts in a second. */
  readonly rate?: string;
  /** Media type of the body. */
  readonly contentType?: string;
  readonly disabled?: boolean;
  /** The origin to ask for, or that of the stack. */
  readonly verify?: string | true;
}

/** What is left out stays as it is. */
export interface UpdateOptions
  extends TenantOptions,
    Partial<Pick<AddOptions, 'url' | 'types' | 'header' | 'headersFile' | 'contentType' | 'verify'>> {
  /** Names. */
  readonly removeHeader?: readonly string[];
  /** A number of attempts in a second; false to take the rate away. */
  readonly rate?: string | false;
}

export interface RotateOptions extends TenantOptions {
  readonly secret?: string;
  readonly asymmetric?: boolean;
  readonly symmetric?: boolean;
  /** Such as `24h`. */
  readonly overlap: string;
}

export interface DisableOptions extends TenantOptions {
  readonly reason?: string;
}

export interface ListSuppressionsOptions extends GlobalOptions {
  readonly address?: string;
}

export interface AddSuppressionOptions extends GlobalOptions {
  readonly tenant?: string;
  readonly reason: string;
}

export interface RemoveSuppressionOptions extends GlobalOptions {
  readonly tenant?: string;
  readonly category?: string;
}
