package io.sluice.sim;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What a provider says to one request, before faults. */
sealed interface Answer {
  /** Status of the answer. */
  int status();

  /** Headers beside those of HTTP framing. */
  List<Header> headers();

  /**
   * An answer in one piece.
   *
   * @param tokens how many tokens it took to think of; paced answers wait for them
   */
  record Whole(int status, List<Header> headers, String body, long tokens) implements Answer {
    public Whole {
      headers = List.copyOf(headers);
    }

    static Whole json(int status, List<Header> headers, Object tree) {
      return new Whole(status, withType(headers, "application/json"), Json.string(tree), 0);
    }

    Whole taking(long spent) {
      return new Whole(status, headers, body, spent);
    }
  }

  /**
   * A stream of server-sent events, made as they are sent.
   *
   * @param failure the event with which this provider reports an error inside a stream
   * @param lines true if each is a line of JSON instead
   */
  record Events(
      List<Header> headers, Iterator<StreamEvent> events, StreamEvent failure, boolean lines)
      implements Answer {
    public Events {
      String type = lines ? "application/x-ndjson" : "text/event-stream; charset=utf-8";
      headers = List.copyOf(withType(headers, type));
    }

    Events(List<Header> headers, Iterator<StreamEvent> events, StreamEvent failure) {
      this(headers, events, failure, false);
    }

    @Override
    public int status() {
      return 200;
    }
  }

  private static List<Header> withType(List<Header> headers, String type) {
    var all = new ArrayList<Header>();
    all.add(new Header("Content-Type", type));
    all.addAll(headers);
    return all;
  }
}
