package io.sluice.model;

import java.util.List;

/**
 * A conversation to be continued.
 *
 * @param extras top-level members the hub has no word for
 */
public record Prompt(
    Traits traits,
    List<Segment> segments,
    List<Message> messages,
    Tools tools,
    Sampling sampling,
    Shape shape,
    List<Extra> extras)
    implements Request {
  public Prompt {
    segments = List.copyOf(segments);
    messages = List.copyOf(messages);
    extras = List.copyOf(extras);
  }
}
