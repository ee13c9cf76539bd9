package io.sluice.audit;

import io.sluice.json.Json;

/**
 * An entry as one line of the Common Event Format, without a syslog header.
 *
 * <p>Source: ArcSight Common Event Format, version 0: header fields escape {@code \} and {@code |},
 * values of the extension {@code \}, {@code =} and line breaks.
 */
public final class Cef {
  private static final int ROUTINE = 2;
  private static final int STRIKING = 6;

  private Cef() {}

  /** The event of an entry that stands at that index of its log. */
  public static String line(long index, Json entry) {
    SiemEvent event = SiemEvent.of(index, entry);
    var line = new StringBuilder(512).append("CEF:0|Sluice|Sluice");
    line.append('|').append(header(event.gateway())).append('|').append(header(event.kind()));
    line.append('|').append(header(event.what().operation()));
    line.append('|').append(event.striking() ? STRIKING : ROUTINE).append('|');
    line.append("rt=").append(event.at());
    field(line, "externalId", event.receipt());
    field(line, "suser", event.who().id());
    field(line, "shost", event.who().source());
    field(line, "act", Words.of(event.what().activity()));
    field(line, "outcome", Words.of(event.result().ending()));
    field(line, "reason", event.result().code());
    labelled(line, "cs1", "exchange", event.what().exchange());
    labelled(line, "cs2", "target", event.what().target());
    labelled(line, "cs3", "level", event.what().level());
    labelled(line, "cs4", "tenant", event.who().tenant());
    labelled(line, "cs5", "app", event.who().app());
    if (event.result().status() > 0) {
      labelled(line, "cn1", "status", Long.toString(event.result().status()));
    }
    labelled(line, "cn2", "costMicros", Long.toString(event.result().cost()));
    return line.toString();
  }

  private static void labelled(StringBuilder line, String name, String label, String value) {
    if (!value.isEmpty()) {
      field(line, name, value);
      field(line, name + "Label", label);
    }
  }

  private static void field(StringBuilder line, String name, String value) {
    if (!value.isEmpty()) {
      line.append(' ').append(name).append('=').append(extension(value));
    }
  }

  private static String header(String value) {
    return value.replace("\\", "\\\\").replace("|", "\\|").replaceAll("[\r\n]", " ");
  }

  private static String extension(String value) {
    String escaped = value.replace("\\", "\\\\").replace("=", "\\=");
    return escaped.replace("\r", "\\r").replace("\n", "\\n");
  }
}
