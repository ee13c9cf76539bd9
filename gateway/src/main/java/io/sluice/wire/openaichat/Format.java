package io.sluice.wire.openaichat;

import java.util.List;
import java.util.Set;

/**
 * Names of the chat completions format and what it cannot say.
 *
 * <p>Source: OpenAI API reference, Chat completions.
 */
final class Format {
  static final String NAME = "openai-chat";
  static final String FAMILY = "openai";
  static final String PATH = "/chat/completions";

  /** Top-level members that the hub has words for. */
  static final Set<String> KNOWN =
      Set.of(
          "model",
          "messages",
          "stream",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "max_tokens",
          "max_completion_tokens",
          "temperature",
          "top_p",
          "stop",
          "seed",
          "response_format");

  /** Members that change retention, region or who acts, when they say more than the default. */
  static final List<String> TERMS =
      List.of(
          "store",
          "metadata",
          "user",
          "safety_identifier",
          "service_tier",
          "web_search_options",
          "prompt_cache_retention");

  /** Hub parts and fields this format has no word for: what becomes of each is a Loss. */
  static final String THINKING = "reasoning is not part of this format's requests";

  /** Choices of one answer that are told apart; any beyond are read as the last. */
  static final int MOST_CHOICES = 128;

  /** Losses of one answer that are listed. */
  static final int MOST_LOSSES = 32;

  private Format() {}
}
