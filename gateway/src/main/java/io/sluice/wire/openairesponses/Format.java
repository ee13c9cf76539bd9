package io.sluice.wire.openairesponses;

import java.util.List;
import java.util.Set;

/**
 * Names of the Responses format and what it cannot say.
 *
 * <p>Source: OpenAI API reference, Responses and its streaming events.
 */
final class Format {
  static final String NAME = "openai-responses";
  static final String FAMILY = "openai";
  static final String PATH = "/responses";

  /** Top-level members that the hub has words for, or that the gateway itself acts on. */
  static final Set<String> KNOWN =
      Set.of(
          "model",
          "input",
          "instructions",
          "stream",
          "store",
          "previous_response_id",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "max_output_tokens",
          "temperature",
          "top_p",
          "text");

  /** Members that change retention, region or who acts, when they say more than the default. */
  static final List<String> TERMS =
      List.of(
          "store",
          "metadata",
          "user",
          "safety_identifier",
          "service_tier",
          "background",
          "conversation",
          "prompt",
          "prompt_cache_retention");

  /** Members that mean something kept at one provider: no other provider can be asked. */
  static final List<String> BOUND = List.of("conversation", "prompt");

  /** Kinds of tools that are no function and that the caller runs itself. */
  static final Set<String> LOCAL_TOOLS =
      Set.of("custom", "local_shell", "apply_patch", "computer", "computer_use_preview");

  /** Members of a request that its answer repeats, in the order in which it does. */
  static final List<String> REPEATED =
      List.of(
          "background",
          "instructions",
          "max_output_tokens",
          "max_tool_calls",
          "metadata",
          "parallel_tool_calls",
          "previous_response_id",
          "prompt_cache_key",
          "reasoning",
          "safety_identifier",
          "service_tier",
          "store",
          "temperature",
          "text",
          "tool_choice",
          "tools",
          "top_logprobs",
          "top_p",
          "truncation",
          "user");

  /** The fewest output tokens that this format lets a request ask for. */
  static final long FEWEST_OUTPUT_TOKENS = 16;

  /** Output items of one answer that are told apart; any beyond are read as the last. */
  static final int MOST_ITEMS = 4_096;

  /** Losses of one request or answer that are listed. */
  static final int MOST_LOSSES = 32;

  /** Answers of which one request may name items; what is named beyond stays a name. */
  static final int MOST_REFERRED_ANSWERS = 256;

  static final String NOT_KNOWN = "not known in this format";
  static final String NO_PLACE = "this format has no place for it";

  private Format() {}
}
