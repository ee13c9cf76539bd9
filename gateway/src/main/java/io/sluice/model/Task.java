package io.sluice.model;

/**
 * What kind of work a request is, told from its form or stated by its route; says nothing of its
 * content.
 *
 * @param kind such as {@code code} or {@code choice}; empty: not told
 * @param shape what sets it apart within its kind, such as {@code long}; may be empty
 */
public record Task(String kind, String shape) {
  /** Nobody told. */
  public static final Task NONE = new Task("", "");

  private static final int MOST_CHARS = 64;

  public Task {
    if (kind.length() > MOST_CHARS || shape.length() > MOST_CHARS) {
      throw new IllegalArgumentException("the words of a task have at most 64 characters");
    }
  }

  /** {@code kind/shape}, or what there is of it. */
  public String text() {
    return shape.isEmpty() ? kind : kind + "/" + shape;
  }

  /** What {@link #text} gave; a text that is no task is none. */
  public static Task of(String text) {
    int slash = text.indexOf('/');
    String kind = slash < 0 ? text : text.substring(0, slash);
    String shape = slash < 0 ? "" : text.substring(slash + 1);
    return kind.length() > MOST_CHARS || shape.length() > MOST_CHARS ? NONE : new Task(kind, shape);
  }
}
