package io.sluice.sim;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sends one answer with the faults and the pace that were asked for. */
final class Delivery {
  private static final String NOT_JSON = "{\"id\": oops, ]";
  private static final int FILLER_HEADER_BYTES = 4_000;

  private static final long CATCH_UP_NANOS = 2_000_000_000L;
  private static final long TICK_NANOS = 1_000_000;

  private long dueNanos;
  private final Outbound out;
  private final Visit visit;
  private final Faults faults;

  Delivery(Outbound out, Visit visit) {
    this.out = out;
    this.visit = visit;
    this.faults = visit.faults();
  }

  void send(Answer answer) throws Hangup {
    if (faults.has(Fault.Never.class)) {
      out.pauseForever();
    }
    out.pause(
        faults.find(Fault.DelayHead.class).map(Fault.DelayHead::length).orElse(Duration.ZERO));
    var drop = faults.find(Fault.Drop.class);
    if (drop.isPresent()) {
      throw new Hangup(drop.get().reset() ? Hangup.Reason.RESET : Hangup.Reason.CUT);
    }
    switch (answer) {
      case Answer.Whole whole -> send(whole);
      case Answer.Events events -> send(events);
    }
    out.end();
  }

  private List<Header> headers(Answer answer) {
    var headers = new ArrayList<Header>(answer.headers());
    int missing = faults.find(Fault.HugeHeaders.class).map(Fault.HugeHeaders::bytes).orElse(0);
    for (int i = 0; missing > 0; i++) {
      int part = Math.min(missing, FILLER_HEADER_BYTES);
      headers.add(new Header("x-sim-filler-" + i, "x".repeat(part)));
      missing -= part;
    }
    return headers;
  }

  private void send(Answer.Whole whole) throws Hangup {
    if (whole.tokens() > 0) {
      Duration first = visit.pacing().firstToken();
      out.pause(first.plusNanos(visit.pacing().nanosFor(whole.tokens())));
    }
    byte[] body = damaged(whole.body());
    out.head(whole.status(), headers(whole), body.length);
    delayContent();
    var silence = faults.find(Fault.Silence.class);
    if (silence.isPresent()) {
      stayed(silence.get());
    }
    if (!visit.call().method().equals("HEAD")) {
      out.body(body);
    }
  }

  private byte[] damaged(String body) {
    if (faults.has(Fault.Malformed.class)) {
      return bytes(NOT_JSON);
    }
    byte[] whole = bytes(faults.has(Fault.Unknown.class) ? withUnknown(body) : body);
    return faults.has(Fault.Truncate.class) ? Arrays.copyOf(whole, whole.length / 2) : whole;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String withUnknown(String json) {
    int close = json.lastIndexOf('}');
    return close < 0
        ? json
        : json.substring(0, close)
            + ",\"x_sim_unknown\":{\"a\":[1,null,\"b\"]}"
            + json.substring(close);
  }

  private void send(Answer.Events answer) throws Hangup {
    out.head(200, headers(answer), -1);
    var style = faults.find(Fault.Framing.class).map(Fault.Framing::style);
    Framing framing =
        switch (answer.coding()) {
          case SSE -> new EventFraming(style, false);
          case LINES -> new EventFraming(style, true);
          case AWS -> new AwsFraming();
        };
    int silentAfter = faults.find(Fault.Silence.class).map(Fault.Silence::afterEvents).orElse(-1);
    int failAfter =
        faults.find(Fault.ErrorEvent.class).map(Fault.ErrorEvent::afterEvents).orElse(-1);
    boolean content = false;
    int sent = 0;
    var events = answer.events();
    while (events.hasNext()) {
      if (sent == silentAfter) {
        stayed(faults.find(Fault.Silence.class).orElseThrow());
      }
      if (sent == failAfter) {
        out.body(framing.bytes(answer.failure()));
        return;
      }
      StreamEvent event = events.next();
      if (event.tokens() > 0) {
        paceTo(event, content);
        content = true;
      }
      sent++;
      out.body(framing.bytes(damaged(event, sent)));
      if (sent == 1 && faults.has(Fault.Unknown.class)) {
        out.body(framing.bytes(unknownEvent(event)));
      }
    }
  }

  private void paceTo(StreamEvent event, boolean begun) throws Hangup {
    if (begun) {
      long step = visit.pacing().nanosFor(event.tokens());
      if (step > 0) {
        // By the clock, so that late wake-ups do not add up; after a long wait, not in a burst;
        // and on common ticks, so that thousands of streams share their wake-ups.
        long now = System.nanoTime();
        dueNanos = now - dueNanos > CATCH_UP_NANOS ? now : dueNanos + step;
        out.pause(Duration.ofNanos(dueNanos + Math.floorMod(-dueNanos, TICK_NANOS) - now));
      }
    } else {
      delayContent();
      out.pause(visit.pacing().firstToken());
      dueNanos = System.nanoTime();
    }
  }

  private void delayContent() throws Hangup {
    var delay = faults.find(Fault.DelayContent.class);
    if (delay.isPresent()) {
      out.pause(delay.get().length());
    }
  }

  private void stayed(Fault.Silence silence) throws Hangup {
    if (silence.length().isZero()) {
      out.pauseForever();
    }
    out.pause(silence.length());
  }

  private StreamEvent damaged(StreamEvent event, int number) {
    var malformed = faults.find(Fault.Malformed.class);
    if (malformed.isPresent() && malformed.get().event() == number) {
      return event.withData(NOT_JSON);
    }
    var truncate = faults.find(Fault.Truncate.class);
    if (truncate.isPresent() && truncate.get().event() == number) {
      return event.withData(event.data().substring(0, event.data().length() / 2));
    }
    return faults.has(Fault.Unknown.class) && event.data().startsWith("{")
        ? event.withData(withUnknown(event.data()))
        : event;
  }

  private static StreamEvent unknownEvent(StreamEvent like) {
    return like.name().isEmpty()
        ? new StreamEvent(
            "",
            "{\"id\":\"\",\"object\":\"x_sim.event\",\"created\":0,\"model\":\"\",\"choices\":[]}",
            0)
        : new StreamEvent("x_sim_event", "{\"type\":\"x_sim_event\",\"n\":1}", 0);
  }
}
