import { CARILLON_PORT, DEFAULT_PORT } from './processes/port-choice';

export const USAGE = `npm start [-- --once]

Starts an emulator of AWS on this machine, applies the real stack to it with Terraform, and publishes examples/*.json.
Stays up until Ctrl-C.

  --once   end after the examples; exits 0 when everything arrived, 1 otherwise
  --help   this text

Environment variables, all optional, such as in ${CARILLON_PORT}=4600 npm start:

  ${CARILLON_PORT}          port of the emulator on 127.0.0.1; the one it has is printed at the end
                         (default: that of the saved state, else the first free one from ${DEFAULT_PORT})
  PYTHON                 command or path of Python 3.10 or later (default: the first one on the PATH)
  TERRAFORM_BINARY_NAME  command or path of Terraform or OpenTofu 1.10 or later (default: the first one on the PATH)
  TF_CLI_CONFIG_FILE     Terraform's CLI configuration, which may name a mirror of providers
  TF_PLUGIN_CACHE_DIR    where Terraform keeps providers (default: .carillon/terraform)
  HTTPS_PROXY            proxy of pip and Terraform
  PIP_INDEX_URL          where pip installs the emulator from
  LOCALSTACK_IMAGE       image of LocalStack, which runs in Docker if there is no Python
  LOCALSTACK_AUTH_TOKEN  for images that need one`;
