package io.sluice.flow;

/** What a text, or a part of it, says once an encoding is undone. Immutable. */
final class View {
  private final String text;
  private final int[] places;

  /**
   * @param places where in the original text each character was written, and last where what was
   *     written ends; this object takes them over
   */
  View(String text, int[] places) {
    this.text = text;
    this.places = places;
  }

  /** What it says. */
  String text() {
    return text;
  }

  /** Where in the original text the character at {@code index} was written; its length: the end. */
  int place(int index) {
    return places[index];
  }

  /** Writes the places down in {@code into}, from {@code at} on. */
  void copy(int[] into, int at) {
    System.arraycopy(places, 0, into, at, places.length);
  }

  /** The same view of a text that is itself a view of another. */
  View within(View outer) {
    var through = new int[places.length];
    for (int i = 0; i < places.length; i++) {
      through[i] = outer.places[places[i]];
    }
    return new View(text, through);
  }

  /** The length only: the text is somebody's. */
  @Override
  public String toString() {
    return "View[" + text.length() + " chars]";
  }
}
