package io.sluice.model;

/**
 * What is known of a piece of content: how trustworthy, how confidential, of what kinds, and who
 * may read it. A lattice whose order is "may flow to": joins only make it stricter, nothing but the
 * Declassifier makes it milder.
 */
public record Label(Integrity integrity, Level level, Categories categories, Readers readers) {
  /** The label that joins with every other to that other. */
  public static final Label BOTTOM = new Label(Integrity.OPERATOR, Level.PUBLIC, Categories.NONE);

  /** Of content whose readers nobody named. */
  public Label(Integrity integrity, Level level, Categories categories) {
    this(integrity, level, categories, Readers.EVERYONE);
  }

  /** The same for these readers alone, whoever else was named. */
  public Label read(Readers by) {
    return new Label(integrity, level, categories, readers.meet(by));
  }

  /** How confidential it is, and for whom, without how trustworthy. */
  public Label confidentiality() {
    return new Label(Integrity.OPERATOR, level, categories, readers);
  }

  /** How trustworthy it is, and nothing else. */
  public Label trust() {
    return new Label(integrity, Level.PUBLIC, Categories.NONE);
  }

  /** The same as far as it is trusted so. */
  public Label trusted(Integrity as) {
    return new Label(as, level, categories, readers);
  }

  /** The least label as strict as both. */
  public Label join(Label other) {
    if (flowsTo(other)) {
      return other;
    }
    if (other.flowsTo(this)) {
      return this;
    }
    return new Label(
        integrity.min(other.integrity),
        level.max(other.level),
        categories.union(other.categories),
        readers.meet(other.readers));
  }

  /** True if content of this label may stand where {@code other} is said: other is as strict. */
  public boolean flowsTo(Label other) {
    return other.integrity.compareTo(integrity) <= 0
        && level.compareTo(other.level) <= 0
        && other.categories.containsAll(categories)
        && other.readers.within(readers);
  }

  /**
   * The wire form of the header {@code x-sluice-labels}: {@code level;category,...;integrity}, and
   * {@code ;readers=name,...} where they were named.
   */
  public String text() {
    String said =
        level.word() + ";" + String.join(",", categories.names()) + ";" + integrity.word();
    return readers.everyone() ? said : said + ";readers=" + readers.text();
  }
}
