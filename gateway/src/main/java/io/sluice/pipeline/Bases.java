package io.sluice.pipeline;

import io.sluice.audit.Arrival;
import io.sluice.audit.Arrival.Kin;
import io.sluice.audit.Basis;
import io.sluice.audit.Descent;
import io.sluice.audit.Descent.Would;
import io.sluice.audit.Scans;
import io.sluice.audit.Tape;
import io.sluice.flow.Tracer;
import io.sluice.inspect.Inspector;
import io.sluice.model.Decision;
import io.sluice.model.Deny;
import io.sluice.model.Headers;
import io.sluice.model.Hold;
import io.sluice.model.Label;
import io.sluice.model.Permit;
import io.sluice.model.Reserved;
import io.sluice.model.Stretch;
import io.sluice.model.Traced;
import io.sluice.registry.RouteSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** What a decision rested on besides its facts, for the record. */
final class Bases {
  private static final int MOST_SESSION_CHARS = 128;

  private Bases() {}

  /**
   * What else is known of it.
   *
   * @param auth how the caller proved who it is
   * @param would what would be decided if all flows were enforced
   */
  record Said(String auth, Would would) {}

  static Basis of(Content content, Decision ruling, Tape tape, Said said) {
    var scans = scans(content);
    var headers = content.incoming().headers();
    var arrival =
        new Arrival(
            said.auth(),
            content.incoming().body().length(),
            part(headers.first("traceparent", ""), 1, 32),
            new Kin(part(headers.first("traceparent", ""), 2, 16), session(headers)),
            new Arrival.Content(
                tape.request(content.incoming().body()), tape.owner().subject(), tape.storing()));
    var rules = content.snapshot().ids().forbidding(forbids(content, ruling));
    var descent = descent(content, said.would());
    return new Basis(rules, scans, arrival, Reserved.NOTHING, false, descent);
  }

  private static List<String> forbids(Content content, Decision ruling) {
    var verdicts =
        switch (ruling) {
          case Permit permit -> permit.verdicts();
          case Hold hold -> hold.verdicts();
          case Deny deny -> deny.verdicts();
        };
    var ids = new TreeSet<String>();
    verdicts.forEach(verdict -> ids.addAll(verdict.rules()));
    return content.snapshot().rules().forbids(ids);
  }

  private static Scans scans(Content content) {
    var inspection = content.inspection();
    return new Scans(Inspector.TYPES, missed(inspection), inspection.asked());
  }

  private static List<String> missed(Inspection inspection) {
    boolean read = inspection.provenance().bySegment().stream().noneMatch(Traced::unread);
    var missed = new ArrayList<>(inspection.findings().notScanned());
    if (!read) {
      missed.add("decoded_views");
    }
    return missed;
  }

  private static Descent descent(Content content, Would would) {
    var provenance = content.inspection().provenance();
    var known = new ArrayList<Descent.Known>();
    for (int i = 0; i < provenance.bySegment().size(); i++) {
      String segment = Tracer.word(content.request().segments().get(i).source()) + ":" + i;
      for (Stretch stretch : provenance.bySegment().get(i).foreign()) {
        known.add(new Descent.Known(segment, stretch));
      }
    }
    String mode = content.mode().name().toLowerCase(Locale.ROOT);
    boolean strict = content.mode() == RouteSetting.Flow.STRICT;
    Label context = strict ? provenance.marked() : provenance.context();
    return new Descent(mode, context, known, would);
  }

  /** A part of a W3C traceparent header, 1: the trace, 2: the span; empty where it is none. */
  private static String part(String header, int index, int digits) {
    String[] parts = header.split("-", -1);
    boolean good = parts.length == 4 && parts[index].length() == digits && hex(parts[index]);
    return good ? parts[index] : "";
  }

  /** A session's name as the caller gave it, if it is one that can be a name. */
  static String session(Headers headers) {
    String header = headers.first("x-sluice-session", "");
    return header.length() <= MOST_SESSION_CHARS && header.matches("[\\x21-\\x7e]*") ? header : "";
  }

  private static boolean hex(String text) {
    return text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }
}
