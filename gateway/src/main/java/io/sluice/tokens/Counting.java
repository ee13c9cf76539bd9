package io.sluice.tokens;

import io.sluice.model.Candidate;
import io.sluice.model.Message;
import io.sluice.model.Part;
import io.sluice.model.Prompt;
import io.sluice.model.Request;
import io.sluice.model.Segment;
import io.sluice.model.Shape;
import io.sluice.model.Traits.Size;
import java.util.List;
import java.util.Optional;

/**
 * Counts the tokens of requests. A conversation of nothing but text is counted exactly for models
 * whose tokenizer is known: its texts, three tokens around each message and three before the answer
 * (OpenAI Cookbook, How to count tokens). Tools, schemas and media have no published frame, so that
 * with them, and for every other model, the count is an estimate.
 */
public final class Counting {
  private static final long AROUND_MESSAGE = 3;
  private static final long BEFORE_ANSWER = 3;
  private static final long MEDIUM = 1_000;

  /** The most text that is tokenized; more is estimated, at some ten megabytes a second. */
  private static final long MOST_BYTES = 4 << 20;

  private final Ratios ratios;

  /** With what is learned of models without a known tokenizer. */
  public Counting(Ratios ratios) {
    this.ratios = ratios;
  }

  /** Tokens of {@code request} at {@code candidate}. */
  public Tokens of(Request request, Candidate candidate) {
    Size size = request.traits().size();
    Optional<Tokenizer> tokenizer =
        size.textBytes() > MOST_BYTES ? Optional.empty() : Tokenizer.of(candidate.ref().id());
    if (tokenizer.isEmpty()) {
      double perToken = ratios.bytesPerToken(candidate.ref());
      long text = (long) Math.ceil(size.textBytes() / perToken);
      return new Tokens(text + size.media() * MEDIUM, false);
    }
    Tokenizer counts = tokenizer.get();
    long count = 0;
    for (Segment segment : request.segments()) {
      count += counts.count(segment.text());
    }
    boolean plain = size.media() == 0;
    if (request instanceof Prompt prompt) {
      count += BEFORE_ANSWER;
      for (Message message : prompt.messages()) {
        count += AROUND_MESSAGE + counts.count(role(message));
      }
      plain &= plain(prompt);
    }
    return new Tokens(count + size.media() * MEDIUM, plain);
  }

  /** At least so many, whatever stands around the texts; empty where nobody can say. */
  public static Optional<Long> least(Request request, Candidate candidate) {
    if (request.traits().size().textBytes() > MOST_BYTES) {
      return Optional.empty();
    }
    return Tokenizer.of(candidate.ref().id())
        .map(
            tokenizer ->
                request.segments().stream()
                    .filter(segment -> segment.source() != Segment.Source.TOOL_DEFINITION)
                    .mapToLong(segment -> tokenizer.count(segment.text()))
                    .sum());
  }

  private static boolean plain(Prompt prompt) {
    return prompt.tools().offered().isEmpty()
        && prompt.shape().kind() != Shape.Kind.SCHEMA
        && prompt.messages().stream().map(Message::parts).allMatch(Counting::text);
  }

  private static boolean text(List<Part> parts) {
    return parts.size() == 1 && parts.getFirst() instanceof Part.Text;
  }

  private static String role(Message message) {
    return switch (message.role()) {
      case SYSTEM -> "system";
      case USER -> "user";
      case ASSISTANT -> "assistant";
      case TOOL -> "tool";
    };
  }
}
