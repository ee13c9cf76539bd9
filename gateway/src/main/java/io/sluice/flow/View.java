package io.sluice.flow;

/**
 * What a text, or a part of it, says once an encoding is undone.
 *
 * @param places where in the original text each character was written, and last where what was
 *     written ends; one longer than the text
 */
record View(String text, int[] places) {
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
