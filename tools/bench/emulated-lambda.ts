/** What the bench asks MiniStack of Lambda, without an SDK for it: unsigned, because IAM is not enforced there. */
export function emulatedLambda(endpoint: string) {
  const ask = async <Answer>(path: string, init?: RequestInit): Promise<Answer> => {
    const response = await fetch(`${endpoint}/2015-03-31${path}`, init);
    if (!response.ok) throw new Error(`${path} was answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Answer;
  };
  return {
    /** The environment that the stack gave to a function. */
    variablesOf: async (functionName: string): Promise<Record<string, string>> => {
      const { Environment } = await ask<{ Environment: { Variables: Record<string, string> } }>(
        `/functions/${functionName}/configuration`,
      );
      return Environment.Variables;
    },
    /** From now on messages stay in their queues, for us to hand on. */
    stopPolling: async (): Promise<void> => {
      const { EventSourceMappings } = await ask<{ EventSourceMappings: { UUID: string }[] }>('/event-source-mappings/');
      const body = JSON.stringify({ Enabled: false });
      for (const { UUID } of EventSourceMappings) await ask(`/event-source-mappings/${UUID}`, { method: 'PUT', body });
    },
  };
}
