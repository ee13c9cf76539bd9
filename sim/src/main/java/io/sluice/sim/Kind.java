package io.sluice.sim;

/** Which family of provider a {@link Simulator} plays. */
public enum Kind {
  /** OpenAI chat completions, embeddings and models. */
  OPENAI,
  /** Anthropic messages, token counting and models. */
  ANTHROPIC,
  /** Bedrock's conversations, with signatures. */
  BEDROCK,
  /** A self-hosted server with the paths of OpenAI and the habits of vLLM and Ollama. */
  COMPATIBLE,
  /** Google's Gemini API and Vertex AI: content, embeddings, token counting and models. */
  GEMINI,
  /** Ollama's own chat and embeddings. */
  OLLAMA,
  /** Cohere's chat and embeddings, version 2. */
  COHERE
}
