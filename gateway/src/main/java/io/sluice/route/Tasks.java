package io.sluice.route;

import io.sluice.model.Message;
import io.sluice.model.Part;
import io.sluice.model.Prompt;
import io.sluice.model.Request;
import io.sluice.model.Segment;
import io.sluice.model.Shape;
import io.sluice.model.Task;
import java.util.List;

/**
 * Tells what kind of work a request is from its form: what it offers, what it wants back, and how
 * its question is written. Deterministic, over at most 8,192 characters, by marks rather than
 * words, so that it holds in most languages. Nothing of the content stays.
 */
public final class Tasks {
  /** The kinds it tells apart, with the reason of each in docs/routing.md. */
  public static final List<String> KINDS =
      List.of("media", "agent", "tools", "extract", "choice", "code", "math", "reading", "text");

  /** Characters of the question that are looked at. */
  static final int MOST_CHARS = 8_192;

  /** Stands after the kind that was told, where a route states another. */
  static final String FORM = "/";

  private static final int LONG_CHARS = 6_000;
  private static final int SHORT = 150;
  private static final int MIDDLING = 400;

  private Tasks() {}

  /**
   * The task of {@code request}.
   *
   * @param stated the kind its route states, which then has the one that is told before its shape;
   *     empty: it is told from the form
   */
  public static Task of(Request request, String stated) {
    if (!(request instanceof Prompt prompt)) {
      return stated.isEmpty() ? Task.NONE : new Task(stated, "");
    }
    String question = question(prompt.messages());
    Writing writing = Writing.of(question);
    String kind = kind(prompt, writing, question.length());
    String shape = shape(prompt, kind, writing, question.length());
    return stated.isEmpty() ? new Task(kind, shape) : new Task(stated, kind + FORM + shape);
  }

  private static String kind(Prompt prompt, Writing writing, int chars) {
    if (!prompt.traits().modalities().isEmpty()) {
      return "media";
    }
    if (!prompt.tools().offered().isEmpty()) {
      return acted(prompt.messages()) ? "agent" : "tools";
    }
    if (prompt.shape().kind() != Shape.Kind.TEXT) {
      return "extract";
    }
    if (writing.options() >= 2) {
      return "choice";
    }
    if (writing.code()) {
      return "code";
    }
    if (writing.formulas()) {
      return "math";
    }
    return chars > LONG_CHARS ? "reading" : "text";
  }

  /**
   * What models differ by within one kind: how long it is, how it is written, how much to choose.
   */
  private static String shape(Prompt prompt, String kind, Writing writing, int chars) {
    String length = chars < SHORT ? "short" : chars < MIDDLING ? "middling" : "long";
    if (!prompt.tools().offered().isEmpty()) {
      return (prompt.tools().offered().size() == 1 ? "one-" : "several-") + length;
    }
    String script = writing.foreign() ? "other-script-" : "";
    if (kind.equals("choice")) {
      String many = writing.options() <= 2 ? "two-" : writing.options() <= 5 ? "few-" : "many-";
      return script + many + (writing.numericOptions() ? "numbers-" : "words-") + length;
    }
    return script + (writing.formulas() ? "formulas-" : "") + length;
  }

  /** Whether tools have answered already. */
  private static boolean acted(List<Message> messages) {
    for (Message message : messages) {
      for (Part part : message.parts()) {
        if (part instanceof Part.ToolResult) {
          return true;
        }
      }
    }
    return false;
  }

  /** What the user said last. */
  private static String question(List<Message> messages) {
    for (int i = messages.size() - 1; i >= 0; i--) {
      Message message = messages.get(i);
      if (message.role() == Message.Role.USER) {
        String text = text(message);
        if (!text.isEmpty()) {
          return text;
        }
      }
    }
    return "";
  }

  private static String text(Message message) {
    String only = "";
    StringBuilder all = null;
    for (Part part : message.parts()) {
      if (part instanceof Part.Text(Segment segment, _)) {
        if (only.isEmpty()) {
          only = segment.text();
        } else {
          all = all == null ? new StringBuilder(only) : all;
          all.append('\n').append(segment.text(), 0, Math.min(segment.text().length(), MOST_CHARS));
        }
      }
    }
    String whole = all == null ? only : all.toString();
    return whole.length() <= MOST_CHARS ? whole : whole.substring(0, MOST_CHARS);
  }
}
