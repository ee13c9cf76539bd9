package io.sluice.wire.anthropic;

import io.sluice.model.Headers;
import io.sluice.wire.Fields;
import io.sluice.wire.Incoming;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names of the Messages format and what it cannot say.
 *
 * <p>Source: Anthropic API reference, Messages, Streaming and Count tokens, anthropic-version
 * 2023-06-01 and 2026-10-21. What later versions add passes to a provider of this format.
 */
final class Format {
  static final String NAME = "anthropic-messages";
  static final String COUNT_NAME = "anthropic-count-tokens";
  static final String FAMILY = "anthropic";
  static final String PATH = "/v1/messages";
  static final String COUNT_PATH = "/v1/messages/count_tokens";
  static final String VERSION_HEADER = "anthropic-version";
  static final String VERSION = "2023-06-01";

  /** The versions in which an answer of another format's provider can be told. */
  static final Set<String> VERSIONS = Set.of(VERSION, "2026-10-21");

  /** Headers of a caller that say which dialect it speaks. */
  static final List<String> PASSED = List.of(VERSION_HEADER, "anthropic-beta");

  /** This format requires a limit: what is sent where neither caller nor gateway set one. */
  static final long MOST_OUTPUT_TOKENS = 4_096;

  /** Top-level members that the hub has words for. */
  static final Set<String> KNOWN =
      Set.of(
          "model",
          "messages",
          "system",
          "stream",
          "tools",
          "tool_choice",
          "max_tokens",
          "temperature",
          "top_p",
          "top_k",
          "stop_sequences");

  /** The same where all that the configuration of the output holds is known. */
  static final Set<String> KNOWN_WITH_CONFIG = with(KNOWN, "output_config");

  /** Members that change retention, region or who acts, when they say more than the default. */
  static final List<String> TERMS =
      List.of(
          "metadata",
          "service_tier",
          "container",
          "mcp_servers",
          "inference_geo",
          "user_profile_id");

  /** How the names of tools begin that the provider runs itself. */
  static final List<String> PROVIDER_TOOLS =
      List.of(
          "web_search_",
          "web_fetch_",
          "code_execution_",
          "advisor_",
          "tool_search_",
          "mcp_toolset");

  /**
   * What stands in the ids of models that are told how many tokens to think; later ones decide that
   * themselves, and are told how hard. As of July 2026.
   */
  static final List<String> BUDGETED =
      List.of(
          "claude-3-7",
          "claude-sonnet-4-0",
          "claude-sonnet-4-2",
          "claude-sonnet-4@",
          "claude-sonnet-4-5",
          "claude-opus-4-0",
          "claude-opus-4-1",
          "claude-opus-4-2",
          "claude-opus-4@",
          "claude-opus-4-5",
          "claude-haiku-4-5");

  /** The fewest tokens of thought that can be asked for. */
  static final long FEWEST_THINKING_TOKENS = 1_024;

  /** Losses of one request or answer that are listed. */
  static final int MOST_LOSSES = 32;

  private Format() {}

  private static Set<String> with(Set<String> names, String more) {
    var all = new HashSet<>(names);
    all.add(more);
    return Set.copyOf(all);
  }

  /** Refuses a version that is not known, as the API itself does. */
  static void known(Incoming incoming) {
    var version = incoming.headers().first(VERSION_HEADER);
    if (version.isPresent() && !VERSIONS.contains(version.get())) {
      throw Fields.bad(
          VERSION_HEADER + " must be one of " + String.join(", ", new TreeSet<>(VERSIONS)));
    }
  }

  /** The version header, where the caller sent none. */
  static Headers version(Incoming incoming) {
    return incoming.headers().first(VERSION_HEADER).isPresent() ? Headers.NONE : version();
  }

  static Headers version() {
    return new Headers(List.of(new Headers.Header(VERSION_HEADER, VERSION)));
  }
}
