package io.sluice.ingress;

import io.sluice.admin.ReadState;
import io.sluice.admin.ReadState.Component;
import io.sluice.admin.ReadState.ModelLine;
import io.sluice.admin.ReadState.ProviderLine;
import io.sluice.admin.ReadState.Standing;
import io.sluice.identity.Role;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Price;
import io.sluice.model.Rates;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Probes, metrics and the inventory over HTTP. */
final class StateRoutes {
  private final ReadState state;

  StateRoutes(ReadState state) {
    this.state = state;
  }

  List<AdminRoute> routes() {
    return List.of(
        new AdminRoute("GET", "/healthz", null, call -> AdminReply.text(200, "ok\n")),
        new AdminRoute("GET", "/readyz", null, call -> ready()),
        new AdminRoute(
            "GET", "/metrics", state.metricsOpen() ? null : Role.VIEWER, call -> metrics()),
        new AdminRoute("GET", "/api/v1/status", Role.VIEWER, call -> status()),
        new AdminRoute("GET", "/api/v1/providers", Role.VIEWER, call -> providers()),
        new AdminRoute("GET", "/api/v1/models", Role.VIEWER, call -> models()));
  }

  private AdminReply ready() {
    List<Component> components = state.components();
    boolean ready = components.stream().allMatch(Component::ready);
    var writer = new JsonWriter(512).object().field("ready", ready).name("components").object();
    for (Component one : components) {
      String well = one.warning().isEmpty() ? "ok" : "warning"; // of what, operators are told
      writer.field(one.name(), one.ready() ? well : "failing");
    }
    return AdminReply.json(ready ? 200 : 503, writer.endObject().endObject());
  }

  private AdminReply metrics() {
    return AdminReply.of(
        200, "text/plain; version=0.0.4; charset=utf-8", Bytes.utf8(state.metrics()));
  }

  private AdminReply status() {
    var writer = new JsonWriter(512).object().field("client", state.clientAddress());
    writer.field("policy", state.policy()).name("components").array();
    for (Component one : state.components()) {
      writer.object().field("name", one.name()).field("ready", one.ready());
      writer.field("warning", one.warning()).endObject();
    }
    return AdminReply.json(200, writer.endArray().endObject());
  }

  private AdminReply providers() {
    var writer = new JsonWriter(1_024).object().name("providers").array();
    for (ProviderLine one : state.providers()) {
      writer.object().field("name", one.name()).field("api", one.api()).field("zone", one.zone());
      standing(writer, one.standing());
      writer.field("credential", one.credential()).field("models", one.models()).endObject();
    }
    return AdminReply.json(200, writer.endArray().endObject());
  }

  private AdminReply models() {
    var writer = new JsonWriter(4_096).object().name("models").array();
    for (ModelLine one : state.models()) {
      writer.object().field("name", one.name()).field("model", one.model());
      standing(writer, one.standing());
      price(writer, one.price());
      writer.field("origin", one.origin().source());
      LocalDate asOf = one.origin().asOf();
      writer.field("as_of", asOf == null ? "" : asOf.toString());
      writer.field("age_days", one.ageDays() < 0 ? "" : Long.toString(one.ageDays()));
      writer.field("context", one.abilities().contextTokens());
      writer.field("max_output", one.abilities().outputTokens());
      texts(writer, "capabilities", one.abilities().capabilities());
      texts(writer, "rejects", one.abilities().rejects());
      writer.endObject();
    }
    return AdminReply.json(200, writer.endArray().endObject());
  }

  private static void standing(JsonWriter writer, Standing standing) {
    writer.field("clearance", standing.clearance()).field("review", standing.review());
    writer.field("suspended", standing.suspended());
  }

  private static void texts(JsonWriter writer, String name, List<String> texts) {
    writer.name(name).array();
    texts.forEach(writer::value);
    writer.endArray();
  }

  /** The usual rates; and, where there are some, the tiers, the classes of service and the fees. */
  private static void price(JsonWriter writer, @Nullable Price price) {
    if (price == null) {
      writer.field("input", "").field("output", "");
      return;
    }
    rates(writer, price.rates());
    if (!price.tiers().isEmpty()) {
      writer.name("tiers").array();
      for (Price.Tier tier : price.tiers()) {
        writer.object().field("above", tier.above());
        rates(writer, tier.rates());
        writer.endObject();
      }
      writer.endArray();
    }
    if (!price.services().isEmpty()) {
      writer.name("services").object();
      for (var service : new TreeMap<>(price.services()).entrySet()) {
        writer.name(service.getKey()).object();
        rates(writer, service.getValue());
        writer.endObject();
      }
      writer.endObject();
    }
    if (!price.fees().equals(Price.Fees.NONE)) {
      writer.field("request", price.fees().request().toPlainString());
      writer.field("search", price.fees().search().toPlainString());
    }
  }

  private static void rates(JsonWriter writer, Rates rates) {
    writer.field("input", rates.input().toPlainString());
    writer.field("output", rates.output().toPlainString());
    writer.field("cache_read", rates.cacheRead().toPlainString());
    writer.field("cache_write", rates.cacheWrite().toPlainString());
    writer.field("cache_write_hour", rates.cacheWriteHour().toPlainString());
    writer.field("reasoning", rates.reasoning().toPlainString());
  }
}
