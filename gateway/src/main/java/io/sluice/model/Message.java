package io.sluice.model;

import java.util.List;

/** One turn of a conversation. */
public record Message(Role role, List<Part> parts, List<Extra> extras) {
  /** Who speaks. System and developer messages are both SYSTEM. */
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT,
    TOOL
  }

  public Message {
    parts = List.copyOf(parts);
    extras = List.copyOf(extras);
  }
}
