package io.sluice.model;

import java.util.List;

/**
 * What policy may know of a request without seeing its content.
 *
 * @param modalities besides text: {@code image}, {@code document}, {@code audio}; sorted
 * @param tools names of the offered tools; sorted
 * @param terms names of present fields that change terms (retention, region, who acts); sorted
 */
public record Traits(
    Call call, List<String> modalities, List<String> tools, Size size, List<String> terms) {
  /**
   * What was called: the wire format, the operation, the asked model, streamed or not.
   *
   * @param task what kind of work it is; what is learned of models is learned by it
   */
  public record Call(String format, Operation operation, String model, boolean stream, Task task) {
    /** A call of which nobody told what kind of work it is. */
    public Call(String format, Operation operation, String model, boolean stream) {
      this(format, operation, model, stream, Task.NONE);
    }
  }

  /** What kind of work it is. */
  public enum Operation {
    CHAT,
    EMBED,
    COUNT,
    ERASE,
    /** A content rule has a classifier asked. */
    CHECK
  }

  /**
   * How much it is.
   *
   * @param textBytes UTF-8 bytes of all text: an upper bound of its tokens
   * @param media number of images and other media parts
   * @param maxOutputTokens of one choice; 0: the caller set no limit
   * @param choices how many answers are asked for at once, from 1
   */
  public record Size(long textBytes, int media, long maxOutputTokens, int choices) {
    public Size {
      if (choices < 1) {
        throw new IllegalArgumentException("at least one answer is asked for");
      }
    }

    /** The size of a request for one answer. */
    public Size(long textBytes, int media, long maxOutputTokens) {
      this(textBytes, media, maxOutputTokens, 1);
    }
  }

  public Traits {
    modalities = List.copyOf(modalities);
    tools = List.copyOf(tools);
    terms = List.copyOf(terms);
  }

  /** What kind of work it is. */
  public Task task() {
    return call.task();
  }

  /** The same request, known to be that kind of work. */
  public Traits doing(Task known) {
    var told = new Call(call.format, call.operation, call.model, call.stream, known);
    return new Traits(told, modalities, tools, size, terms);
  }
}
