package io.sluice.ingress;

import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.net.Client;

/** A request whose head has come; its body may still be on its way. */
final class Arrival {
  /**
   * The first lines of a request.
   *
   * @param path decoded no further than it came
   * @param query without the question mark; empty where there is none
   * @param source the peer's address, for counting
   */
  record Line(String method, String path, String query, Headers headers, String source) {}

  private final Line line;
  private final Inbox inbox;
  private final Client client;

  Arrival(Line line, Inbox inbox, Client client) {
    this.line = line;
    this.inbox = inbox;
    this.client = client;
  }

  Line line() {
    return line;
  }

  Client client() {
    return client;
  }

  /**
   * Waits for the body.
   *
   * @throws io.sluice.model.Stop if it does not come whole
   */
  Bytes takeBody() {
    return inbox.take();
  }
}
