package io.sluice.sim;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/**
 * The events of several parts, one after the other, each made only when it is asked for: thousands
 * of open streams must not hold what they will say later. (A flat-mapped stream would: its iterator
 * makes a whole part at once.)
 */
final class InTurn implements Iterator<StreamEvent> {
  private final Iterator<Stream<StreamEvent>> parts;
  private Iterator<StreamEvent> part = Collections.emptyIterator();

  InTurn(List<Stream<StreamEvent>> parts) {
    this.parts = parts.iterator();
  }

  @Override
  public boolean hasNext() {
    while (!part.hasNext() && parts.hasNext()) {
      part = parts.next().iterator();
    }
    return part.hasNext();
  }

  @Override
  public StreamEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return part.next();
  }
}
