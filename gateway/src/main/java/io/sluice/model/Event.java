package io.sluice.model;

/**
 * One thing an answer says. A whole answer and a stream are the same sequence: Started, then
 * content, Used and Finished in the provider's order, then Ended.
 */
public sealed interface Event {
  /** The answer begins. {@code created} is in seconds since 1970, 0 where the format has none. */
  record Started(String id, String model, long created) implements Event {}

  /**
   * A piece of text.
   *
   * @param span byte range, inside the raw frame it was read from, of the JSON string without its
   *     quotes; {@link Span#NONE} where it was not read from one
   */
  record Text(int choice, String text, Span span) implements Event {
    /** The length only. */
    @Override
    public String toString() {
      return "Text[" + text.length() + " chars]";
    }
  }

  /** The text part that was being said is complete; formats without parts never say so. */
  record TextEnded(int choice) implements Event {}

  /** A piece of a refusal text. */
  record Refusal(int choice, String text) implements Event {
    /** The length only. */
    @Override
    public String toString() {
      return "Refusal[" + text.length() + " chars]";
    }
  }

  /** A piece of visible reasoning. */
  record Thinking(String text) implements Event {
    /** The length only. */
    @Override
    public String toString() {
      return "Thinking[" + text.length() + " chars]";
    }
  }

  /** The provider's signature over the reasoning before it, or an encrypted block of it. */
  record Signature(String value, boolean redacted) implements Event {}

  /**
   * A block only its own format understands and that its provider must get back as it stands, such
   * as encrypted reasoning; it belongs before what is said next.
   *
   * @param format name of the format, as in {@link Part.Opaque}
   */
  record Sealed(String format, String kind, Bytes json) implements Event {}

  /** A tool call begins; {@code index} tells parallel calls apart. */
  record ToolStarted(int choice, int index, String id, String name) implements Event {}

  /** A piece of the JSON text of a tool call's arguments. */
  record ToolArguments(int choice, int index, String fragment, Span span) implements Event {
    /** The length only. */
    @Override
    public String toString() {
      return "ToolArguments[" + fragment.length() + " chars]";
    }
  }

  /** A tool call is complete. */
  record ToolEnded(int choice, int index) implements Event {}

  /** One vector as it stands: a JSON list of numbers, or a JSON string of base64 floats. */
  record Vector(int index, Bytes json) implements Event {}

  /** A token count. */
  record Counted(long inputTokens) implements Event {}

  /** Usage so far; cumulative. */
  record Used(Usage usage) implements Event {}

  /** Why one choice ended; {@code sequence} is the stop sequence, or empty. */
  record Finished(int choice, Finish finish, String sequence) implements Event {}

  /** The provider failed after it began. */
  record Failed(Fault fault) implements Event {}

  /** Something the hub has no word for: passed on in the same format, a Loss in another. */
  record Unknown(String kind, Bytes json) implements Event {}

  /** The provider said that the answer is complete. */
  record Ended() implements Event {}

  /** True for what an answer consists of; the rest may precede it. */
  default boolean content() {
    return switch (this) {
      case Text _,
          Refusal _,
          Thinking _,
          Signature _,
          Sealed _,
          ToolStarted _,
          ToolArguments _,
          Vector _,
          Counted _,
          Finished _ ->
          true;
      case Started _, Used _, TextEnded _, ToolEnded _, Failed _, Unknown _, Ended _ -> false;
    };
  }
}
