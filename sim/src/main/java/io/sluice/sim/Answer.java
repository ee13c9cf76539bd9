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
   * A stream of events, made as they are sent.
   *
   * @param failure the event with which this provider reports an error inside a stream
   */
  record Events(
      List<Header> headers, Iterator<StreamEvent> events, StreamEvent failure, Coding coding)
      implements Answer {
    public Events {
      headers = List.copyOf(withType(headers, coding.type));
    }

    /** Server-sent events. */
    Events(List<Header> headers, Iterator<StreamEvent> events, StreamEvent failure) {
      this(headers, events, failure, Coding.SSE);
    }

    /** Each event a line of JSON, or a server-sent event. */
    Events(List<Header> headers, Iterator<StreamEvent> events, StreamEvent failure, boolean lines) {
      this(headers, events, failure, lines ? Coding.LINES : Coding.SSE);
    }

    @Override
    public int status() {
      return 200;
    }
  }

  /** How a stream's events are put into bytes. */
  enum Coding {
    SSE("text/event-stream; charset=utf-8"),
    LINES("application/x-ndjson"),
    AWS("application/vnd.amazon.eventstream");

    private final String type;

    Coding(String type) {
      this.type = type;
    }
  }

  private static List<Header> withType(List<Header> headers, String type) {
    var all = new ArrayList<Header>();
    all.add(new Header("Content-Type", type));
    all.addAll(headers);
    return all;
  }
}
