package io.sluice.sim;

/** Which speaker of the chat completions format. */
enum Dialect {
  /** OpenAI itself. */
  OPENAI,
  /** Self-hosted servers: no fingerprint, no quota headers, other error bodies. */
  COMPATIBLE
}
