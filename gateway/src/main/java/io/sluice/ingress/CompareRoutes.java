package io.sluice.ingress;

import io.sluice.admin.Compare;
import io.sluice.admin.Compare.Comparison;
import io.sluice.admin.Compare.Line;
import io.sluice.admin.Compare.Saving;
import io.sluice.admin.Compare.Scope;
import io.sluice.admin.Compare.Scorecard;
import io.sluice.identity.Role;
import io.sluice.json.JsonWriter;
import io.sluice.model.Clock;
import io.sluice.route.Figure;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Scorecards and savings over HTTP. */
final class CompareRoutes {
  private static final int USUAL_DAYS = 30;
  private static final int MOST_DAYS = 400;

  private final Compare compare;
  private final Clock clock;

  CompareRoutes(Compare compare, Clock clock) {
    this.compare = compare;
    this.clock = clock;
  }

  List<AdminRoute> routes() {
    return List.of(
        new AdminRoute("GET", "/api/v1/routes/{route}/scorecards", Role.VIEWER, this::scorecards),
        new AdminRoute("GET", "/api/v1/savings", Role.VIEWER, this::savings));
  }

  private AdminReply scorecards(AdminCall call) {
    String route = URLDecoder.decode(call.part("route"), StandardCharsets.UTF_8);
    Comparison found = compare.route(route, scope(call), call.by());
    var out = new JsonWriter(2_048).object().field("route", found.route()).name("models").array();
    found.models().forEach(card -> card(out, card));
    saving(out.endArray().name("savings"), found.saving());
    return AdminReply.json(200, out.endObject());
  }

  private static void card(JsonWriter out, Scorecard card) {
    out.object().field("model", card.model()).field("part", card.part());
    out.name("answered").value(card.answered());
    figure(out, "cost_usd", card.measures().cost());
    figure(out, "first_content_ms", card.measures().firstContent());
    figure(out, "failed", card.measures().failed());
    figure(out, "declined", card.measures().declined());
    figure(out, "valid", card.measures().valid());
    figure(out, "score", card.measures().score());
    out.endObject();
  }

  private static void figure(JsonWriter out, String name, Figure figure) {
    out.name(name).object().name("value").value(figure.value());
    out.name("low").value(figure.low());
    if (Double.isFinite(figure.high())) {
      out.name("high").value(figure.high());
    }
    out.name("observations").value(figure.observations()).endObject();
  }

  private AdminReply savings(AdminCall call) {
    var out = new JsonWriter(2_048).object().name("savings").array();
    for (Line line : compare.savings(scope(call), call.by())) {
      out.object().field("day", line.day()).field("team", line.team()).field("route", line.route());
      saving(out.name("saving"), line.saving());
      out.endObject();
    }
    return AdminReply.json(200, out.endArray().endObject());
  }

  private static void saving(JsonWriter out, Saving saving) {
    out.object().name("baseline").object().name("spent_usd").value(saving.spent());
    out.name("would_have_usd").value(saving.beside()).endObject();
    out.name("requested").object().name("spent_usd").value(saving.requestedSpent());
    out.name("would_have_usd").value(saving.requested()).endObject();
    out.field("quality_guard", saving.guard()).endObject();
  }

  private Scope scope(AdminCall call) {
    String text = call.parameter("days").orElse("");
    int days = USUAL_DAYS;
    try {
      days = text.isEmpty() ? USUAL_DAYS : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      days = 0;
    }
    if (days < 1 || days > MOST_DAYS) {
      throw AdminCall.bad("'days' must be a whole number from 1 to " + MOST_DAYS);
    }
    LocalDate today = LocalDate.ofInstant(clock.now(), ZoneOffset.UTC);
    return new Scope(call.parameter("tenant").orElse(""), today.minusDays(days - 1L));
  }
}
