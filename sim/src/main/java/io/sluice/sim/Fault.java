package io.sluice.sim;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * One way in which a simulated provider misbehaves, on cue. Several may apply to one answer.
 *
 * <p>Each has a text form, {@code name} or {@code name=value}, used in the request header {@code
 * x-sim-fault}, in scenario files and in prompts; several are separated by {@code ;}. Durations are
 * {@code 250ms}, {@code 2s} or {@code 1m}. Stream events are counted from 1 and include every event
 * of the format (also the first, empty one); byte counts are of the answer's body, without chunk
 * framing.
 */
public sealed interface Fault {

  /** Reads the text form. */
  static List<Fault> parse(String text) {
    return FaultText.parse(text);
  }

  /**
   * {@code status=503}: this status with the provider's own error body instead of an answer. 529 is
   * Anthropic's overload.
   */
  record Status(int code) implements Fault {
    public Status {
      require(code >= 200 && code <= 599, "status must be in [200, 599]");
    }
  }

  /** {@code retry-after=2}: that header, as given, on an error answer. */
  record RetryAfter(String value) implements Fault {}

  /**
   * {@code body="<html>"}: this body instead of the provider's error body. A JSON string; in a
   * header or prompt it may also be bare text without {@code ;}.
   */
  record Body(String text) implements Fault {}

  /** {@code delay-head=2s}: nothing at all for so long. */
  record DelayHead(Duration length) implements Fault {}

  /** {@code delay-content=2s}: nothing between the head (and opening events) and first content. */
  record DelayContent(Duration length) implements Fault {}

  /** {@code pace=50}: this many tokens a second. */
  record Pace(double tokensPerSecond) implements Fault {
    public Pace {
      require(tokensPerSecond > 0 && tokensPerSecond < 1e9, "pace must be > 0");
    }
  }

  /** {@code chunk=8}: this many tokens in one stream event. */
  record Chunk(int tokensPerEvent) implements Fault {
    public Chunk {
      require(tokensPerEvent >= 1, "chunk must be >= 1");
    }
  }

  /**
   * {@code silence=3} or {@code silence=3/500ms}: after so many events nothing more, until the
   * client leaves or for that long; zero means until it leaves. On a unary answer: after the head,
   * whatever the count.
   */
  record Silence(int afterEvents, Duration length) implements Fault {
    public Silence {
      require(afterEvents >= 0, "silence must be >= 0");
    }
  }

  /** {@code cut=120}: an orderly close (FIN) after so many bytes of the body. */
  record Cut(long afterBytes) implements Fault {
    public Cut {
      require(afterBytes >= 0, "cut must be >= 0");
    }
  }

  /** {@code reset=120}: a connection reset (RST) after so many bytes of the body. */
  record Reset(long afterBytes) implements Fault {
    public Reset {
      require(afterBytes >= 0, "reset must be >= 0");
    }
  }

  /** {@code drop} or {@code drop=reset}: the connection ends before any byte of an answer. */
  record Drop(boolean reset) implements Fault {}

  /** {@code malformed=2}: this event's data (or the unary body) is not JSON. */
  record Malformed(int event) implements Fault {
    public Malformed {
      require(event >= 1, "malformed must be >= 1");
    }
  }

  /** {@code truncate=2}: this event's JSON (or the unary body) ends half way, framing intact. */
  record Truncate(int event) implements Fault {
    public Truncate {
      require(event >= 1, "truncate must be >= 1");
    }
  }

  /** {@code usage=wrong|missing|double|zero}. */
  record BadUsage(UsageMode mode) implements Fault {}

  /** How reported usage is untrue. */
  enum UsageMode {
    /** Absurd numbers that do not add up. */
    WRONG,
    /** No usage anywhere. */
    MISSING,
    /** The event that carries the final usage comes twice; a unary answer reports twice as much. */
    DOUBLE,
    /** Zero everywhere. */
    ZERO
  }

  /**
   * {@code throttle=60}: so many requests a minute, then 429 with {@code retry-after}; the
   * rate-limit headers tell the truth. The minute starts with its first request and is shared by
   * all requests under a throttle of this simulator.
   */
  record Throttle(int perMinute) implements Fault {
    public Throttle {
      require(perMinute >= 1, "throttle must be >= 1");
    }
  }

  /** {@code never}: takes the request and never answers. */
  record Never() implements Fault {}

  /** {@code redirect=http://other.example/}: 302 to that address. */
  record Redirect(String location) implements Fault {}

  /** {@code huge-headers=65536}: so many bytes of extra headers. */
  record HugeHeaders(int bytes) implements Fault {
    public HugeHeaders {
      require(bytes >= 1 && bytes <= 16 * 1024 * 1024, "huge-headers must be in [1, 16777216]");
    }
  }

  /** {@code trickle=1ms}: the whole answer one byte at a time, with this pause between. */
  record Trickle(Duration perByte) implements Fault {}

  /** {@code error-event=3}: after so many events an error event in the stream, which then ends. */
  record ErrorEvent(int afterEvents) implements Fault {
    public ErrorEvent {
      require(afterEvents >= 0, "error-event must be >= 0");
    }
  }

  /** {@code unknown}: a field nobody knows in every event or body, and an event nobody knows. */
  record Unknown() implements Fault {}

  /** {@code framing=crlf|cr|comments|bom|nospace|multiline|ids}. */
  record Framing(Style style) implements Fault {}

  /**
   * {@code serves=NAME}: says that another model gave the answer than the one that was asked for.
   */
  record Serves(String model) implements Fault {}

  /**
   * {@code fingerprint=TEXT}: names another configuration of the model, where the format names one.
   */
  record Fingerprint(String value) implements Fault {}

  /** Legal ways to write server-sent events (WHATWG HTML, section 9.2) that few servers use. */
  enum Style {
    /** Lines end in CR LF. */
    CRLF,
    /** Lines end in CR. */
    CR,
    /** A comment before every event. */
    COMMENTS,
    /** A byte order mark first. */
    BOM,
    /** No space after the colon. */
    NOSPACE,
    /** The data of an event over two {@code data:} lines. */
    MULTILINE,
    /** {@code id:} and {@code retry:} lines in every event. */
    IDS
  }

  /** {@code quirk=no-done,reasoning}: habits of servers that are almost, but not quite, alike. */
  record Quirks(Set<Quirk> quirks) implements Fault {
    public Quirks {
      quirks = Set.copyOf(quirks);
    }
  }

  /** A habit. In text, lower case with {@code -}. */
  enum Quirk {
    /** Chat streams end without {@code [DONE]}. */
    NO_DONE,
    /** Only the first tool call of an answer has an id. */
    ONE_TOOL_ID,
    /** A tool call comes whole in one event. */
    WHOLE_TOOL_CALL,
    /** Usage comes with the event that has the finish reason, asked for or not. */
    USAGE_ON_FINISH,
    /** The answer begins with reasoning, in {@code reasoning_content}. */
    REASONING,
    /** Errors are {@code {"detail": ...}}. */
    ERROR_DETAIL,
    /** Errors are {@code {"message": ...}}. */
    ERROR_MESSAGE,
    /** Errors are {@code {"object": "error", ...}}. */
    ERROR_OBJECT,
    /** Errors are plain text. */
    ERROR_TEXT,
    /** Error messages quote the caller's whole credential. */
    ECHO_CREDENTIAL
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
