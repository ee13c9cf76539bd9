package io.sluice.wire.cohere;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Stop;
import io.sluice.model.Usage;

/**
 * Names of Cohere's format and what it cannot say. No front door speaks it.
 *
 * <p>Source: Cohere API reference, Chat, Chat with streaming and Embed of version 2.
 */
final class Format {
  static final String CHAT = "cohere-chat";
  static final String EMBED = "cohere-embed";
  static final String FAMILY = "cohere";
  static final String CHAT_PATH = "/v2/chat";
  static final String EMBED_PATH = "/v2/embed";

  static final String NOT_KNOWN = "not known in this format";

  /** The most stop sequences it takes. */
  static final int MOST_STOPS = 5;

  /** Losses of one translation that are listed. */
  static final int MOST_LOSSES = 32;

  private Format() {}

  /** No caller speaks this format, so nothing is read from one. */
  static Stop noDoor() {
    return Fault.of(Code.UNSUPPORTED_ENDPOINT, "the gateway has no such endpoint").stop();
  }

  /** An error of this format: flat, with nothing but a message. */
  static Bytes refusal(Fault fault) {
    return new JsonWriter(128).object().field("message", fault.message()).endObject().done();
  }

  /** What is charged; where that is not said, what went through the model. */
  static Usage usage(Json usage) {
    Json units = usage.at("billed_units");
    Json tokens = usage.at("tokens");
    return new Usage(
        amount(units.at("input_tokens").absent() ? tokens : units, "input_tokens"),
        amount(units.at("output_tokens").absent() ? tokens : units, "output_tokens"),
        0,
        0,
        0,
        Usage.Served.USUAL);
  }

  static long amount(Json object, String name) {
    return Math.clamp(object.integer(name, 0), 0, Integer.MAX_VALUE);
  }
}
