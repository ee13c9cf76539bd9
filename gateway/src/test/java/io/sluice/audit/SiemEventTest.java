package io.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Deny;
import io.sluice.model.Example;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.SetClock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Entries as systems for security events take them: nothing required is missing. */
class SiemEventTest {
  private static final List<String> REQUIRED =
      List.of(
          "activity_id",
          "actor",
          "api",
          "category_uid",
          "class_uid",
          "metadata",
          "severity_id",
          "src_endpoint",
          "time",
          "type_uid",
          "action_id",
          "disposition_id");

  private final ExchangeId id = new ExchangeId("019a9f00-0000-7000-8000-000000000001");
  private final Entries entries =
      new Entries("test.log", "b|1", new SetClock(Example.NOON), whole -> "");
  private final Basis basis =
      new Basis(
          new Ruleset("snap", "pol", "sch"),
          Scans.NONE,
          new Arrival(1, ""),
          io.sluice.model.Reserved.NOTHING,
          false,
          Descent.NONE);

  private Json denied(long seed) {
    var facts = new AnyFacts(new SplittableRandom(seed)).facts();
    var deny = new Deny(Fault.of(Code.POLICY_DENIED, "no"), List.of());
    return EntryReader.json(entries.refusal(id, facts, deny, basis));
  }

  private Json permitted() {
    var facts =
        Example.facts(
            Example.principal(null, io.sluice.model.Principal.Period.DAY), Example.chat(10, 0));
    var plan = Example.plan(Example.candidate("a", Example.price(1, 2)));
    return EntryReader.json(entries.permit(id, facts, plan, basis));
  }

  private Json change(String type, Map<String, String> details) {
    return EntryReader.json(entries.change(new Change(type, "ann=|\\\n", "", "", details)));
  }

  private static Json ocsf(Json entry) {
    return EntryReader.json(Bytes.utf8(Ocsf.line(7, entry)));
  }

  @Test
  void every_event_has_what_the_schema_requires_whatever_the_entry_holds() {
    for (long seed = 0; seed < 500; seed++) {
      Json event = ocsf(denied(seed));
      for (String name : REQUIRED) {
        assertThat(event.at(name).missing()).as("%s, seed %d", name, seed).isFalse();
      }
      assertThat(event.at("metadata").text("version", "")).isEqualTo("1.3.0");
      assertThat(event.at("metadata").at("product").text("vendor_name", "")).isNotEmpty();
      assertThat(event.at("api").text("operation", "")).isNotEmpty();
      assertThat(event.at("src_endpoint").text("name", "")).isNotEmpty();
      assertThat(event.integer("type_uid", 0))
          .isEqualTo(600_300 + event.integer("activity_id", -1));
    }
  }

  @Test
  void a_refusal_is_denied_and_a_permit_is_allowed() {
    Json denied = ocsf(denied(1));
    assertThat(denied.integer("status_id", 0)).isEqualTo(2);
    assertThat(denied.integer("disposition_id", 0)).isEqualTo(2);
    assertThat(denied.at("api").at("response").text("error", "")).isEqualTo("policy_denied");
    Json permitted = ocsf(permitted());
    assertThat(permitted.integer("status_id", 0)).isEqualTo(1);
    assertThat(permitted.integer("action_id", 0)).isEqualTo(1);
    assertThat(permitted.at("api").at("request").text("uid", "")).isEqualTo(id.value());
    assertThat(permitted.at("metadata").text("uid", "")).isEqualTo("test.log/7");
    assertThat(permitted.integer("time", 0)).isEqualTo(Example.NOON.toEpochMilli());
  }

  @Test
  void changes_are_creations_readings_updates_and_deletions() {
    assertThat(ocsf(change("key.created", Map.of("id", "k1"))).integer("activity_id", 0))
        .isEqualTo(1);
    assertThat(ocsf(change("payload.viewed", Map.of())).integer("activity_id", 0)).isEqualTo(2);
    assertThat(ocsf(change("policy.activated", Map.of())).integer("activity_id", 0)).isEqualTo(3);
    assertThat(ocsf(change("payload.erased", Map.of())).integer("activity_id", 0)).isEqualTo(4);
    var closing = Closing.refused(Fault.of(Code.OVERLOADED, "busy"), Duration.ofMillis(3));
    assertThat(ocsf(EntryReader.json(entries.outcome(id, closing))).integer("activity_id", 0))
        .isEqualTo(99);
  }

  @Test
  void a_line_of_cef_is_read_back_as_it_was_meant() {
    var fields = read(Cef.line(7, change("key.created", Map.of("id", "k=1|\\x"))));
    assertThat(fields)
        .containsEntry("version", "b|1")
        .containsEntry("signature", "key.created")
        .containsEntry("suser", "ann=|\\\n")
        .containsEntry("cs2", "k=1|\\x")
        .containsEntry("cs2Label", "target")
        .containsEntry("act", "create")
        .containsEntry("outcome", "success")
        .containsEntry("rt", Long.toString(Example.NOON.toEpochMilli()));
    assertThat(read(Cef.line(8, denied(1)))).containsEntry("outcome", "denied");
    assertThat(Cef.line(7, change("key.created", Map.of()))).doesNotContain("\n");
  }

  /** As a collector reads it: bars that are not escaped part the header, keys the extension. */
  private static Map<String, String> read(String line) {
    String[] parts = line.split("(?<!\\\\)(?:\\\\\\\\)*\\|", 8);
    var fields = new LinkedHashMap<String, String>();
    fields.put("version", parts[3].replace("\\|", "|").replace("\\\\", "\\"));
    fields.put("signature", parts[4]);
    var keys = Pattern.compile("(?:^| )([A-Za-z0-9]+)=").matcher(parts[7]);
    String name = "";
    int from = 0;
    while (keys.find()) {
      if (!name.isEmpty()) {
        fields.put(name, unescaped(parts[7].substring(from, keys.start())));
      }
      name = keys.group(1);
      from = keys.end();
    }
    fields.put(name, unescaped(parts[7].substring(from)));
    return fields;
  }

  private static String unescaped(String value) {
    var out = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length()) {
        char next = value.charAt(++i);
        out.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
