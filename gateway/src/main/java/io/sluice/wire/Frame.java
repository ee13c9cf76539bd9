package io.sluice.wire;

import io.sluice.model.Bytes;
import io.sluice.model.Event;
import java.util.List;

/**
 * One unit of an answer as the provider sent it: a server-sent event, or a whole body.
 *
 * @param raw its bytes, framing included: all raw bytes in order are the whole answer
 * @param events what it says; empty for comments and pings
 * @param usageOnly true if it holds nothing but usage and would not be there had nobody asked
 */
public record Frame(Bytes raw, List<Event> events, boolean usageOnly) {
  public Frame {
    events = List.copyOf(events);
  }
}
