package io.sluice.model;

/**
 * What is known of a piece of content: how trustworthy, how confidential, of what kinds. A lattice
 * whose order is "may flow to": joins only make it stricter, nothing but the Declassifier makes it
 * milder.
 */
public record Label(Integrity integrity, Level level, Categories categories) {
  /** The label that joins with every other to that other. */
  public static final Label BOTTOM = new Label(Integrity.OPERATOR, Level.PUBLIC, Categories.NONE);

  /** The least label as strict as both. */
  public Label join(Label other) {
    if (flowsTo(other)) {
      return other;
    }
    if (other.flowsTo(this)) {
      return this;
    }
    return new Label(
        integrity.min(other.integrity), level.max(other.level), categories.union(other.categories));
  }

  /** True if content of this label may stand where {@code other} is said: other is as strict. */
  public boolean flowsTo(Label other) {
    return other.integrity.compareTo(integrity) <= 0
        && level.compareTo(other.level) <= 0
        && other.categories.containsAll(categories);
  }

  /** The wire form of the header {@code x-sluice-labels}: {@code level;category,...;integrity}. */
  public String text() {
    return level.word() + ";" + String.join(",", categories.names()) + ";" + integrity.word();
  }
}
