package io.sluice.ingress;

import io.sluice.admin.ManageKeys;
import io.sluice.identity.IssuedKey;
import io.sluice.identity.KeyRecord;
import io.sluice.identity.KeyRequest;
import io.sluice.identity.Role;
import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Clock;
import io.sluice.model.Integrity;
import io.sluice.model.Level;
import io.sluice.model.Money;
import io.sluice.model.Principal.Affiliation;
import io.sluice.model.Principal.Allowance;
import io.sluice.model.Principal.Grants;
import io.sluice.model.Principal.Period;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Caller keys over HTTP. */
final class KeyRoutes {
  private static final List<String> MEMBERS =
      List.of(
          "name",
          "tenant",
          "team",
          "app",
          "roles",
          "level",
          "clearance",
          "integrity",
          "ttl",
          "models",
          "budget",
          "rpm",
          "aws");

  private final ManageKeys keys;
  private final Clock clock;

  KeyRoutes(ManageKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  List<AdminRoute> routes() {
    return List.of(
        new AdminRoute("GET", "/api/v1/keys", Role.VIEWER, this::list),
        new AdminRoute("POST", "/api/v1/keys", Role.OPERATOR, this::create),
        new AdminRoute("DELETE", "/api/v1/keys/{id}", Role.OPERATOR, this::revoke));
  }

  private AdminReply list(AdminCall call) {
    var writer = new JsonWriter(4_096).object().name("keys").array();
    for (KeyRecord key : keys.list(call.by())) {
      write(writer, key);
    }
    return AdminReply.json(200, writer.endArray().endObject());
  }

  private AdminReply create(AdminCall call) {
    Json asked = call.object(MEMBERS);
    IssuedKey issued = keys.create(request(asked, keys.unlabelled()), call.by());
    var writer = new JsonWriter(512).object().field("id", issued.key().id());
    writer.field("key", issued.reveal());
    writer.field("expires", issued.key().life().expiresAt().toString());
    if (asked.at("aws").bool(false)) {
      writer.name("aws").object().field("access_key_id", issued.pair().accessKeyId());
      writer.field("secret_access_key", issued.pair().reveal()).endObject();
    }
    return AdminReply.json(201, writer.endObject());
  }

  private AdminReply revoke(AdminCall call) {
    keys.revoke(call.part("id"), call.by());
    return AdminReply.json(
        200,
        new JsonWriter(64)
            .object()
            .field("id", call.part("id"))
            .field("revoked", true)
            .endObject());
  }

  private void write(JsonWriter writer, KeyRecord key) {
    var principal = key.principal();
    writer.object().field("id", key.id()).field("name", key.name()).field("key", key.shown());
    writer.field("state", key.state(clock.now()).name().toLowerCase(Locale.ROOT));
    writer.field("tenant", principal.tenant()).field("team", principal.affiliation().team());
    writer.field("app", principal.affiliation().app());
    writer.field("level", principal.grants().level().word());
    writer.field("expires", key.life().expiresAt().toString()).endObject();
  }

  /** What a JSON object asks a key to be; the command line sends the same. */
  static KeyRequest request(Json json, Level unlabelled) {
    var affiliation =
        new Affiliation(
            AdminCall.text(json, "team", ""),
            AdminCall.text(json, "app", ""),
            AdminCall.texts(json, "roles"));
    String clearance = AdminCall.text(json, "clearance", "");
    var grants =
        new Grants(
            level("level", AdminCall.text(json, "level", unlabelled.word())),
            clearance.isEmpty() ? null : level("clearance", clearance),
            integrity(AdminCall.text(json, "integrity", "user")),
            AdminCall.texts(json, "models"));
    return new KeyRequest(
        AdminCall.text(json, "name", ""),
        AdminCall.text(json, "tenant", "default"),
        affiliation,
        grants,
        allowance(json),
        ttl(AdminCall.text(json, "ttl", "")));
  }

  private static Level level(String member, String word) {
    return Level.of(word)
        .orElseThrow(
            () ->
                AdminCall.bad(
                    "'" + member + "' must be public, internal, confidential or restricted"));
  }

  private static Integrity integrity(String word) {
    return Integrity.of(word)
        .filter(integrity -> integrity != Integrity.OPERATOR)
        .orElseThrow(() -> AdminCall.bad("'integrity' must be user, internal or untrusted"));
  }

  private static Allowance allowance(Json json) {
    long rpm = json.at("rpm").absent() ? 0 : json.integer("rpm", -1);
    if (rpm < 0 || rpm > 1_000_000) {
      throw AdminCall.bad("'rpm' must be a whole number from 0 to 1000000");
    }
    Json budget = json.at("budget");
    if (budget.absent()) {
      return new Allowance(null, Period.LIFE, (int) rpm);
    }
    String text = budget.string().orElse(budget.raw().utf8());
    int slash = text.indexOf('/');
    String amount = slash < 0 ? text : text.substring(0, slash);
    return new Allowance(
        money(amount), slash < 0 ? Period.LIFE : period(text.substring(slash + 1)), (int) rpm);
  }

  private static Money money(String amount) {
    try {
      var micros = new BigDecimal(amount).movePointRight(6).setScale(0, RoundingMode.UNNECESSARY);
      return new Money(micros.longValueExact());
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw AdminCall.bad("'budget' must be dollars such as 5, 0.25 or 20/day");
    }
  }

  private static Period period(String word) {
    for (Period period : Period.values()) {
      if (period != Period.LIFE && period.name().toLowerCase(Locale.ROOT).equals(word)) {
        return period;
      }
    }
    throw AdminCall.bad("a budget's period is minute, hour, day, week or month");
  }

  private static @Nullable Duration ttl(String text) {
    return text.isEmpty() ? null : time("ttl", text);
  }

  /** The span of time in {@code text}, such as {@code 30d}. */
  static Duration time(String member, String text) {
    int last = Math.max(0, text.length() - 1);
    try {
      long count = Long.parseLong(text.substring(0, last));
      return switch (text.charAt(last)) {
        case 's' -> Duration.ofSeconds(count);
        case 'm' -> Duration.ofMinutes(count);
        case 'h' -> Duration.ofHours(count);
        case 'd' -> Duration.ofDays(count);
        default -> throw AdminCall.bad("'" + member + "' must be a time such as 30d, 12h or 15m");
      };
    } catch (NumberFormatException | ArithmeticException e) {
      throw AdminCall.bad("'" + member + "' must be a time such as 30d, 12h or 15m");
    }
  }
}
