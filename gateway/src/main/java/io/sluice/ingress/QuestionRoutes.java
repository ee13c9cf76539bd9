package io.sluice.ingress;

import io.sluice.admin.Investigate;
import io.sluice.admin.Investigate.Complete;
import io.sluice.admin.SearchContent;
import io.sluice.audit.Custody.Seen;
import io.sluice.audit.Reconciliation;
import io.sluice.audit.RecordIndex.Field;
import io.sluice.audit.RecordIndex.Found;
import io.sluice.audit.RecordIndex.Place;
import io.sluice.audit.RecordIndex.Query;
import io.sluice.audit.RecordIndex.Span;
import io.sluice.identity.Role;
import io.sluice.json.JsonWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Questions to the whole record over HTTP. */
final class QuestionRoutes {
  private static final int MOST = 1_000;
  private static final int USUAL = 100;

  private final Investigate record;
  private final SearchContent contents;

  QuestionRoutes(AdminPlane.Records records) {
    this.record = records.investigate();
    this.contents = records.contents();
  }

  List<AdminRoute> routes() {
    return List.of(
        new AdminRoute("GET", "/api/v1/exchanges", Role.AUDITOR, this::search),
        new AdminRoute("POST", "/api/v1/exchanges/search", Role.AUDITOR, this::searchContent),
        new AdminRoute("POST", "/api/v1/who-saw", Role.AUDITOR, this::whoSaw),
        new AdminRoute("GET", "/api/v1/ledger/entries", Role.AUDITOR, this::entries),
        new AdminRoute("GET", "/api/v1/completeness", Role.AUDITOR, call -> completeness()),
        new AdminRoute(
            "POST", "/api/v1/providers/{provider}/reconcile", Role.AUDITOR, this::reconcile));
  }

  private AdminReply search(AdminCall call) {
    var page = record.search(query(call), after(call), limit(call));
    return AdminReply.json(200, found(page.found(), page.next()).endObject());
  }

  /** The text is the body, so that it stands in no address. */
  private AdminReply searchContent(AdminCall call) {
    var wanted = new SearchContent.Wanted(call.body().utf8(), query(call));
    var page = contents.search(wanted, after(call), limit(call), call.by());
    var looked = page.looked();
    var writer = found(page.found(), page.next());
    writer.field("end", word(page.end())).name("looked").object();
    writer.field("whole", looked.whole()).field("redacted", looked.redacted());
    writer.field("unkept", looked.unkept()).field("unreadable", looked.unreadable());
    return AdminReply.json(200, writer.endObject().endObject());
  }

  private static Place after(AdminCall call) {
    return call.parameter("after").map(QuestionRoutes::place).orElse(Place.START);
  }

  private static JsonWriter found(List<Found> found, Optional<Place> next) {
    var writer = new JsonWriter(4_096).object().name("exchanges").array();
    found.forEach(one -> write(writer, one));
    String after = next.map(place -> place.at() + "/" + place.exchange()).orElse("");
    return writer.endArray().field("next", after);
  }

  private static Query query(AdminCall call) {
    Map<Field, String> is = new EnumMap<>(Field.class);
    for (Field field : Field.values()) {
      call.parameter(field.name().toLowerCase(Locale.ROOT)).ifPresent(text -> is.put(field, text));
    }
    var span =
        new Span(
            call.parameter("since").map(QuestionRoutes::millis).orElse(Long.MIN_VALUE),
            call.parameter("until").map(QuestionRoutes::millis).orElse(Long.MAX_VALUE));
    return new Query(is, span, number(call, "cost", 0));
  }

  private static void write(JsonWriter writer, Found found) {
    writer.object().field("exchange", found.exchange().value());
    writer.field("at", found.at().toString()).field("tenant", found.asked().tenant());
    writer.field("principal", found.asked().principal()).field("team", found.asked().team());
    writer.field("model", found.asked().model()).field("level", found.asked().level());
    writer.field("decision", found.verdict()).field("outcome", found.outcome().kind());
    writer.field("code", found.outcome().code()).field("served", found.outcome().served());
    writer.field("cost_micros", found.outcome().cost());
    writer.field("session", found.asked().kin().session()).endObject();
  }

  private AdminReply whoSaw(AdminCall call) {
    var answer = record.whoSaw(call.body().utf8(), limit(call));
    var writer = new JsonWriter(4_096).object().name("seen").array();
    for (Seen one : answer.seen()) {
      writer.object().field("at", one.at().toString());
      writer.field("exchange", one.exchange().value()).field("principal", one.principal());
      writer.field("way", word(one.way())).field("model", one.model());
      writer.field("how", word(one.how())).field("exact", one.match().exact());
      writer.field("matched", one.match().matched()).field("of", one.match().of()).endObject();
    }
    writer.endArray().field("characters", answer.chars());
    writer.field("guaranteed_from", answer.guaranteed()).field("lagging", answer.lagging());
    return AdminReply.json(200, writer.endObject());
  }

  private AdminReply entries(AdminCall call) {
    var slice = record.export(number(call, "from", 0), limit(call), call.by());
    var writer = new JsonWriter(65_536).object().name("entries").array();
    slice.entries().forEach(writer::raw);
    return AdminReply.json(200, writer.endArray().field("next", slice.next()).endObject());
  }

  private AdminReply completeness() {
    var writer = new JsonWriter(512).object().name("destinations").array();
    for (Complete one : record.completeness()) {
      writer.object().field("destination", one.destination()).field("sent", one.sent());
      writer.field("recorded", one.recorded());
      writer.field("missing", Math.max(0, one.sent() - one.recorded())).endObject();
    }
    return AdminReply.json(200, writer.endArray().endObject());
  }

  private AdminReply reconcile(AdminCall call) {
    Reconciliation result = record.reconcile(call.part("provider"), call.body().utf8(), call.by());
    var writer = new JsonWriter(1_024).object().field("provider", result.provider());
    writer.field("matched", result.matched()).field("missing_here", result.missingHere());
    writer.field("missing_there", result.missingThere()).name("differences").array();
    for (Reconciliation.Difference one : result.differences()) {
      writer.object().field("what", one.what()).field("kind", one.kind());
      writer.field("here", one.here()).field("there", one.there()).endObject();
    }
    return AdminReply.json(200, writer.endArray().endObject());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static int limit(AdminCall call) {
    return Math.clamp(number(call, "limit", USUAL), 1, MOST);
  }

  private static long number(AdminCall call, String name, long otherwise) {
    try {
      return call.parameter(name).map(Long::parseLong).orElse(otherwise);
    } catch (NumberFormatException e) {
      throw AdminCall.bad("'" + name + "' must be a whole number");
    }
  }

  private static long millis(String time) {
    try {
      return Instant.parse(time.length() == 10 ? time + "T00:00:00Z" : time).toEpochMilli();
    } catch (DateTimeException e) {
      throw AdminCall.bad("a time is written as 2026-11-26 or 2026-11-26T08:00:00Z");
    }
  }

  private static Place place(String text) {
    int slash = text.indexOf('/');
    try {
      return new Place(
          Long.parseLong(text.substring(0, Math.max(0, slash))), text.substring(slash + 1));
    } catch (NumberFormatException e) {
      throw AdminCall.bad("'after' must be the 'next' of the page before");
    }
  }
}
