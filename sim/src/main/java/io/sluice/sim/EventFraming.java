package io.sluice.sim;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes server-sent events in one of the legal styles. One per stream. */
final class EventFraming implements Framing {
  private final Optional<Fault.Style> style;
  private final String lineEnd;
  private final String colon;
  private final boolean lines;
  private long written;

  /** {@code lines}: no events at all, but the data of each on a line. */
  EventFraming(Optional<Fault.Style> style, boolean lines) {
    this.style = style;
    this.lines = lines;
    this.lineEnd = is(Fault.Style.CRLF) ? "\r\n" : is(Fault.Style.CR) ? "\r" : "\n";
    this.colon = is(Fault.Style.NOSPACE) ? ":" : ": ";
  }

  private boolean is(Fault.Style other) {
    return style.filter(mine -> mine == other).isPresent();
  }

  @Override
  public byte[] bytes(StreamEvent event) {
    if (lines) {
      return (event.data() + lineEnd).getBytes(StandardCharsets.UTF_8);
    }
    var text = new StringBuilder(event.data().length() + 64);
    if (written == 0 && is(Fault.Style.BOM)) {
      text.append('\uFEFF');
    }
    if (is(Fault.Style.COMMENTS)) {
      text.append(": keep-alive").append(lineEnd).append(lineEnd);
    }
    if (is(Fault.Style.IDS)) {
      line(text, "id", Long.toString(written));
      line(text, "retry", "3000");
    }
    written++;
    if (!event.name().isEmpty()) {
      line(text, "event", event.name());
    }
    if (is(Fault.Style.MULTILINE) && event.data().startsWith("{")) {
      line(text, "data", "{");
      line(text, "data", event.data().substring(1));
    } else {
      line(text, "data", event.data());
    }
    return text.append(lineEnd).toString().getBytes(StandardCharsets.UTF_8);
  }

  private void line(StringBuilder text, String field, String value) {
    text.append(field).append(colon).append(value).append(lineEnd);
  }
}
