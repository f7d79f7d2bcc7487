/** MiniStack's Lambda API without an SDK. Unsigned requests, because it does not enforce IAM here. */
export function emulatedLambda(endpoint: string) {
  const ask = async <Answer>(path: string, init?: RequestInit): Promise<Answer> => {
    const response = await fetch(`${endpoint}/2015-03-31${path}`, init);
    if (!response.ok) throw new Error(`${path} was answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Answer;
  };
  return {
    /** Environment variables of a deployed function. */
    variablesOf: async (functionName: string): Promise<Record<string, string>> => {
      const { Environment } = await ask<{ Environment: { Variables: Record<string, string> } }>(
        `/functions/${functionName}/configuration`,
      );
      return Environment.Variables;
    },
    /** Disables the event source mappings, so that the benchmark receives the messages itself. */
    stopPolling: async (): Promise<void> => {
      const { EventSourceMappings } = await ask<{ EventSourceMappings: { UUID: string }[] }>('/event-source-mappings/');
      const body = JSON.stringify({ Enabled: false });
      for (const { UUID } of EventSourceMappings) await ask(`/event-source-mappings/${UUID}`, { method: 'PUT', body });
    },
  };
}
